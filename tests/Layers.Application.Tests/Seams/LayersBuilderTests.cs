using Layers.Application.Seams;
using Layers.Domain.Approval;
using Microsoft.Extensions.DependencyInjection;

namespace Layers.Application.Tests.Seams;

public sealed class LayersBuilderTests
{
    private readonly LayersBuilder layers = new(new ServiceCollection());

    [Theory]
    [InlineData("*")]
    [InlineData("")]
    [InlineData("look")]
    [InlineData("acme:")]
    [InlineData("acme:look,acme:see")]
    [InlineData("acme: look")]
    [InlineData("Acme:look")]
    public void MalformedScope_IsRefused(string name) =>
        Declaring(it => it.AddScope(new Scope(name))).WithMessage($"The scope \"{name}\" must be *");

    [Fact]
    public void MalformedEvent_IsRefused() => Declaring(it => it.AddEvent<OddEvent>()).WithMessage("The event \"acme..odd\" must be *");

    [Theory]
    [InlineData("")]
    [InlineData("Acme")]
    [InlineData("acme-board")]
    [InlineData("9acme")]
    [InlineData("acme;")]
    [InlineData("pg_acme")]
    [InlineData("information_schema")]
    public void MalformedSchema_IsRefused(string name) =>
        Declaring(it => it.AddMigrationsFrom(GetType().Assembly, name)).WithMessage($"The schema \"{name}\" must be *");

    [Fact]
    public void SchemaOfAnother_IsRefused()
    {
        layers.AddMigrationsFrom(GetType().Assembly, "acme");

        Declaring(it => it.AddMigrationsFrom(GetType().Assembly, "acme")).WithMessage("The schema acme has migrations already.*");
    }

    [Fact]
    public void PartThatIsAddedTwice_IsRefused()
    {
        layers.AddGateRule<CompletionRule>();

        Declaring(it => it.AddGateRule<CompletionRule>()).WithMessage("CompletionRule was added before.");
    }

    [Fact]
    public void AssemblyThatIsAddedTwice_CountsOnce() =>
        layers.AddHandlersFrom(GetType().Assembly).AddHandlersFrom(GetType().Assembly).HandlerAssemblies.Should().ContainSingle();

    private FluentAssertions.Specialized.ExceptionAssertions<DeclarationException> Declaring(Action<LayersBuilder> declare) =>
        layers.Invoking(declare).Should().Throw<DeclarationException>();

    [Event("acme..odd", "Odd.")]
    private sealed record OddEvent(string A);
}
