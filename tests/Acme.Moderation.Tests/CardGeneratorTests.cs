using Layers.Api.Composition;
using Layers.Application.Generation;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Testing;

namespace Acme.Moderation.Tests;

/// <summary>The extension's generator, from the order to what callers see of the container.</summary>
public sealed class CardGeneratorTests : IAsyncLifetime
{
    private ApiServer server = null!;
    private Given given = null!;
    private string project = null!;

    public async Task InitializeAsync()
    {
        server = await ApiServer.Start(parts: new Parts(layers => layers.Add<AcmeModeration>()));
        given = await Given.Organization(server);
        project = await given.Project();
    }

    [Fact]
    public async Task Order_BecomesACompletedSlideshow()
    {
        var order = await Begin("Five brews.") with { Slides = ["One.", "Two."] };

        (await Run("acme-cards", order)).Should().Be(ContainerStatus.Completed);

        var container = await given.Container(order.Container.ToString());
        ((string?)container["status"], (string?)container["caption"], container["assets"]!.AsArray().Count).Should().Be(("completed", "Five brews. #acme", 2));
    }

    [Fact]
    public async Task Order_ThatItRefuses_FailsWithTheCode()
    {
        var order = await Begin("A miracle in three days.");

        (await Run("acme-cards", order)).Should().Be(ContainerStatus.Failed);

        var error = (await given.Container(order.Container.ToString()))["lastError"]!;
        ((string?)error["code"], (string?)error["message"]).Should().Be(("GENERATOR_REFUSED", "The hook promises something."));
    }

    [Theory]
    [InlineData("acme-pigeons", ContentFormat.SlideshowBuilder, "GENERATOR_UNAVAILABLE")]
    [InlineData("acme-cards", ContentFormat.UgcRemix, "GENERATOR_REFUSED")]
    public async Task Order_ThatNoGeneratorMakes_Fails(string generator, ContentFormat format, string code)
    {
        var order = await Begin("Five brews.", format);

        (await Run(generator, order)).Should().Be(ContainerStatus.Failed);

        ((string?)(await given.Container(order.Container.ToString()))["lastError"]!["code"]).Should().Be(code);
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    private async Task<GenerationOrder> Begin(string hook, ContentFormat format = ContentFormat.SlideshowBuilder)
    {
        var id = await given.Queued(project, format, hook);
        Id.TryParse<ContainerId>(id, out var container).Should().BeTrue();
        return new GenerationOrder
        {
            Id = Id.New<JobId>(server.Clock.GetCurrentInstant()),
            Container = container,
            Format = format,
            Hook = hook,
        };
    }

    private Task<ContainerStatus> Run(string generator, GenerationOrder order) => server.Send(new RunGeneration(generator, order), given.OrganizationId);
}
