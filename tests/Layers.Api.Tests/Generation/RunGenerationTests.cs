using Layers.Api.Composition;
using Layers.Application.Generation;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Testing;
using Layers.Testing.Media;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

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

    [Theory]
    [InlineData(2_300, 'x')]
    [InlineData(1, '\0')]
    [InlineData(1, '\ud800')]
    public async Task CaptionThatCannotBeKept_FailsTheContainer(int length, char letter)
    {
        var order = await Begin();
        Generator.Next = _ => Task.FromResult<GenerationOutcome>(
            new GenerationOutcome.Made(new GeneratedContent([GeneratedFile.Of(Given.Picture())]) { Caption = new string(letter, length) }));

        (await Run(order)).Should().Be(ContainerStatus.Failed);

        var error = (await given.Container(order.Container.ToString()))["lastError"]!;
        ((string?)error["code"]).Should().Be("GENERATOR_FAILED");
        ((string?)error["message"]).Should().StartWith("The caption must ");
    }

    [Theory]
    [InlineData("No\0.")]
    [InlineData("")]
    [InlineData("One line.\nAnother.")]
    public async Task MessageThatCannotBeShown_IsReplaced(string message)
    {
        var order = await Begin();
        Generator.Next = _ => Task.FromResult<GenerationOutcome>(new GenerationOutcome.Failed(GenerationFault.Refused, message));

        (await Run(order)).Should().Be(ContainerStatus.Failed);

        var error = (await given.Container(order.Container.ToString()))["lastError"]!;
        ((string?)error["code"], (string?)error["message"]).Should().Be(("GENERATOR_REFUSED", "The generator gave no reason that can be shown."));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(11, 0)]
    [InlineData(1, 1)]
    [InlineData(0, 2)]
    public async Task FilesThatAreNeitherOneFilmNorPictures_FailTheContainer(int pictures, int films)
    {
        var order = await Begin();
        Generator.Next = _ => Made([.. Enumerable.Repeat(Given.Picture(), pictures), .. Enumerable.Repeat(SampleMedia.Mp4(1080, 1920, Duration.FromSeconds(3)), films)]);

        (await Run(order)).Should().Be(ContainerStatus.Failed);

        ((string?)(await given.Container(order.Container.ToString()))["lastError"]!["code"]).Should().Be("GENERATOR_FAILED");
    }

    [Fact]
    public async Task Generator_GetsTheCallersOrganizationAndTheContainersProject()
    {
        var order = await Begin();
        var project = (string)(await given.Container(order.Container.ToString()))["projectId"]!;
        GenerationOrder? got = null;
        Generator.Next = seen =>
        {
            got = seen;
            return Made(Given.Picture());
        };

        await Run(order with { Organization = Id.New<OrganizationId>(server.Clock.GetCurrentInstant()), Project = default });

        (got!.Organization, got.Project.ToString()).Should().Be((given.OrganizationId, project));
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    private Scripted Generator => server.Services.GetServices<IGenerator>().OfType<Scripted>().Single();

    private async Task<GenerationOrder> Begin()
    {
        Id.TryParse<ContainerId>(await given.Queued(await given.Project()), out var container).Should().BeTrue();
        return new GenerationOrder
        {
            Id = Id.New<JobId>(server.Clock.GetCurrentInstant()),
            Container = container,
            Format = ContentFormat.SlideshowBuilder,
        };
    }

    private Task<ContainerStatus> Run(GenerationOrder order) => server.Send(new RunGeneration("scripted", order), given.OrganizationId);

    private static Task<GenerationOutcome> Made(params byte[][] files) =>
        Task.FromResult<GenerationOutcome>(new GenerationOutcome.Made(new GeneratedContent([.. files.Select(GeneratedFile.Of)])));

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
