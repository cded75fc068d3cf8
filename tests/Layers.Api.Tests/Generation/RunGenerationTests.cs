using Layers.Api.Composition;
using Layers.Application.Generation;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Layers.Api.Tests.Generation;

/// <summary>Runs of a generator that end otherwise than they should.</summary>
public sealed class RunGenerationTests : IAsyncLifetime
{
    private ApiServer server = null!;
    private Given given = null!;

    public async Task InitializeAsync()
    {
        server = await ApiServer.Start(parts: new Parts(layers => layers.AddGenerator<Scripted>()));
        given = await Given.Organization(server);
    }

    [Fact]
    public async Task RunThatDied_IsRepeatedWithTheSameOrder()
    {
        var order = await Begin();
        Generator.Next = _ => throw new InvalidOperationException("It broke down.");
        await this.Invoking(it => it.Run(order)).Should().ThrowAsync<InvalidOperationException>();
        ((string?)(await given.Container(order.Container.ToString()))["status"]).Should().Be("processing");

        Generator.Next = _ => Made(Given.Picture());
        (await Run(order)).Should().Be(ContainerStatus.Completed);

        Generator.Orders.Should().Equal(order.Id, order.Id);
    }

    [Fact]
    public async Task FinishedOrder_IsNotMadeAgain()
    {
        var order = await Begin();
        await Run(order);

        (await Run(order)).Should().Be(ContainerStatus.Completed);

        Generator.Orders.Should().ContainSingle();
    }

    [Fact]
    public async Task OrderThatIsCanceledMeanwhile_StaysCanceled()
    {
        var order = await Begin();
        Generator.Next = async canceled =>
        {
            await server.Send(new CancelGeneration(canceled.Container), given.OrganizationId);
            return await Made(Given.Picture());
        };

        (await Run(order)).Should().Be(ContainerStatus.Canceled);

        var container = await given.Container(order.Container.ToString());
        ((string?)container["status"], container["assets"]!.AsArray().Count).Should().Be(("canceled", 0));
    }

    [Fact]
    public async Task FileThatIsNoMedia_FailsTheContainer()
    {
        var order = await Begin();
        Generator.Next = _ => Made("Not a picture."u8.ToArray());

        (await Run(order)).Should().Be(ContainerStatus.Failed);

        ((string?)(await given.Container(order.Container.ToString()))["lastError"]!["code"]).Should().Be("GENERATOR_FAILED");
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    private Scripted Generator => server.Services.GetServices<IGenerator>().OfType<Scripted>().Single();

    private async Task<GenerationOrder> Begin()
    {
        var project = await given.Project();
        Id.TryParse<ProjectId>(project, out var parsed).Should().BeTrue();
        Id.TryParse<ContainerId>(await given.Queued(project), out var container).Should().BeTrue();
        return new GenerationOrder
        {
            Id = Id.New<JobId>(server.Clock.GetCurrentInstant()),
            Organization = given.OrganizationId,
            Project = parsed,
            Container = container,
            Format = ContentFormat.SlideshowBuilder,
        };
    }

    private Task<ContainerStatus> Run(GenerationOrder order) => server.Send(new RunGeneration("scripted", order), given.OrganizationId);

    private static Task<GenerationOutcome> Made(byte[] file) =>
        Task.FromResult<GenerationOutcome>(new GenerationOutcome.Made(new GeneratedContent([GeneratedFile.Of(file)])));

    private sealed class Scripted : IGenerator
    {
        public GeneratorKind Kind { get; } = new("scripted", "It does what the test says.", [ContentFormat.SlideshowBuilder]);

        public Func<GenerationOrder, Task<GenerationOutcome>> Next { get; set; } = _ => Made(Given.Picture());

        public List<JobId> Orders { get; } = [];

        public Task<GenerationOutcome> Generate(GenerationOrder order, IProgress<GenerationProgress> progress, CancellationToken cancellationToken)
        {
            Orders.Add(order.Id);
            return Next(order);
        }
    }
}
