using System.Xml.Linq;
using Layers.Api.Composition;
using Layers.Application.Pipeline;
using Layers.Domain;
using Layers.Infrastructure;

namespace Layers.Architecture.Tests;

public sealed class LayersTests
{
    [Theory]
    [InlineData("Layers.Domain")]
    [InlineData("Layers.Application", "Layers.Domain")]
    [InlineData("Layers.Infrastructure", "Layers.Application", "Layers.Domain")]
    [InlineData("Layers.Api", "Layers.Application", "Layers.Domain", "Layers.Infrastructure")]
    public void Layers_LookOneWay(string layer, params string[] below) =>
        References(layer, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))).Should().BeEquivalentTo(below);

    [Theory]
    [InlineData("Layers.Domain", "NodaTime")]
    [InlineData("Layers.Application", "FluentValidation", "MediatR", "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions")]
    public void InnerLayers_KnowOnlyThesePackages(string layer, params string[] packages)
    {
        References(layer, "PackageReference").Should().BeEquivalentTo(packages);
        References(layer, "FrameworkReference").Should().BeEmpty();
        XDocument.Parse(Source.Project(layer)).Root!.Attribute("Sdk")!.Value.Should().Be("Microsoft.NET.Sdk");
    }

    [Fact]
    public void Domain_WasBuiltAgainstNothingButNodaTime() =>
        ReferencesOf(typeof(Id)).Where(name => !name.StartsWith("System.", StringComparison.Ordinal)).Should().Equal("NodaTime");

    [Fact]
    public void Application_WasBuiltAgainstNoDatabaseAndNoWeb() =>
        ReferencesOf(typeof(ICommand<>)).Where(name => !name.StartsWith("System.", StringComparison.Ordinal))
            .Should().BeSubsetOf(
            [
                "Layers.Domain", "NodaTime", "MediatR", "FluentValidation",
                "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions",
            ]);

    [Fact]
    public void Infrastructure_WasBuiltAgainstNoWeb() =>
        ReferencesOf(typeof(Registration)).Should().NotContain(name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name == "Layers.Api");

    [Fact]
    public void Api_TouchesInfrastructureOnlyToComposeIt()
    {
        string[] composing = ["Layers.Api/Composition", "Layers.Api/Commands"];
        // What PostgreSQL says when it is out of reach becomes 503 where every other failure becomes its answer; what it measures is sent under its name.
        string[] mayKnowTheDriver = ["Layers.Api/Http/ErrorResponses.cs", "Layers.Api/Operation/Telemetry.cs"];

        var others = Source.Of("Layers.Api").Where(file => !composing.Contains(file.Folder)).ToList();

        others.Where(file => file.Text.Contains("Layers.Infrastructure") || file.Text.Contains("using Dapper")).Select(file => file.Path).Should().BeEmpty();
        others.Where(file => file.Text.Contains("Npgsql")).Select(file => file.Path).Should().BeEquivalentTo(mayKnowTheDriver);
        others.Should().HaveCountGreaterThan(10);
    }

    [Fact]
    public void EveryLayer_IsTheOneOfTheName() =>
        new[] { typeof(Id), typeof(ICommand<>), typeof(Registration), typeof(LayersApp) }.Select(type => type.Assembly.GetName().Name).Should().Equal(Source.Layers);

    private static IEnumerable<string> ReferencesOf(Type type) => type.Assembly.GetReferencedAssemblies().Select(name => name.Name!);

    private static IEnumerable<string> References(string layer, string kind) =>
        XDocument.Parse(Source.Project(layer)).Descendants(kind).Select(reference => reference.Attribute("Include")!.Value);
}
