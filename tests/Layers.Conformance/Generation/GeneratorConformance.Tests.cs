using Layers.Application.Content;
using Layers.Application.Generation;
using Layers.Application.Seams;
using Layers.Domain.Content;
using Layers.Domain.Uploads;
using Layers.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Layers.Conformance.Generation;

public abstract partial class GeneratorConformance
{
    [Fact]
    public void Kind_IsAlwaysTheSame_AndHasFormats()
    {
        Generator.Kind.Should().BeEquivalentTo(Generator.Kind, "projects and the document keep what it says: make it once");
        Generator.Kind.Formats.Should().NotBeEmpty("the server sends it orders of its formats only").And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Generate_MakesFilesThatTheServerCanRead()
    {
        foreach (var format in Generator.Kind.Formats)
        {
            var content = ShouldBeMade(await Generate(await Ordered(format)));

            content.Files.Count.Should().BeInRange(1, UploadFile.MostFiles, "a container shows one film, or pictures");
            foreach (var file in content.Files)
            {
                await using var bytes = file.Open();
                (bytes.CanSeek, bytes.Position).Should().Be((true, 0L), "Open returns a seekable stream at its beginning");
                Api.Server.Services.GetRequiredService<IMediaProbe>().Probe(bytes).Facts.Should().NotBeNull("every file is a picture or a film of a type that uploads may have");
            }
        }
    }

    [Fact]
    public async Task Generate_ReportsProgress()
    {
        var heard = new Heard();

        await Generate(await Ordered(), heard);

        heard.Reports.Should().NotBeEmpty("callers watch the progress of a job: report at least once");
        heard.Reports.Should().OnlyContain(report => report.Share >= 0 && report.Share <= 1, "a share is from 0 to 1");
        heard.Reports.Select(report => report.Share).Should().BeInAscendingOrder("progress never goes back");
    }

    [Fact]
    public async Task Generate_OfAnImpossibleOrder_ReturnsWhy()
    {
        if (Impossible(await Ordered()) is not { } order)
            return;

        var generating = () => Generate(order);

        var outcome = (await generating.Should().NotThrowAsync("what callers are to know is returned; after an exception the order is run again")).Subject;
        var failed = outcome.Should().BeOfType<GenerationOutcome.Failed>("Impossible() makes an order that the generator cannot carry out").Subject;
        failed.Message.Should().NotBeNullOrWhiteSpace("callers see the message");
        (await Run(order)).Should().Be(ContainerStatus.Failed);
        var error = (await Api.Given.Container(order.Container.ToString()))["lastError"]!;
        ((string?)error["code"], (string?)error["message"]).Should().Be((failed.ToFailure().Code, failed.Message));
    }

    [Fact]
    public async Task Generate_ThatIsCanceled_StopsAndLeavesNothing()
    {
        using var canceled = new CancellationTokenSource();
        var heard = new Heard(canceled.Cancel);
        var order = await Ordered();

        var generating = async () => await Generate(order, heard, canceled.Token).InTime();

        await generating.Should().ThrowAsync<OperationCanceledException>("nobody wants the files any more: look at the token between steps, and hand it on");
        heard.Reports.Should().ContainSingle("a canceled generator does no further step");
        if (WorkFolder is { } folder && Directory.Exists(folder))
            Directory.EnumerateFileSystemEntries(folder).Should().BeEmpty("a canceled generator removes what it has worked on");
    }

    [Fact]
    public async Task Generate_OfTheSameOrderAgain_MakesItAgain()
    {
        var order = await Ordered();

        var first = ShouldBeMade(await Generate(order));
        var second = ShouldBeMade(await Generate(order));

        second.Files.Should().HaveSameCount(first.Files, "a run that died is repeated with the same order");
        second.Caption.Should().Be(first.Caption, "a run that died is repeated with the same order");
    }

    [Fact]
    public async Task Generate_OfSeveralAtTheSameTime_KeepsThemApart()
    {
        var orders = new List<GenerationOrder>();
        for (var index = 0; index < 4; index++)
            orders.Add(await Ordered());

        var statuses = await Crowd.Of(orders.Count, index => Run(orders[index]));

        statuses.Should().AllBeEquivalentTo(ContainerStatus.Completed, "there is one generator for all orders: it keeps nothing between calls");
    }

    [Fact]
    public async Task Order_CompletesItsContainerWithAllFiles()
    {
        var order = await Ordered();
        var files = ShouldBeMade(await Generate(order)).Files.Count;

        (await Run(order)).Should().Be(ContainerStatus.Completed);

        var container = await Api.Given.Container(order.Container.ToString());
        container["assets"]!.AsArray().Should().HaveCount(files);
        (await FilesOf(order.Container)).Should().HaveCount(files);
        (await Run(order)).Should().Be(ContainerStatus.Completed, "an order that is run again after its end changes nothing");
        (await Api.Given.Container(order.Container.ToString()))["revision"]!.ToString().Should().Be(container["revision"]!.ToString());
    }

    [Fact]
    public async Task Order_WhoseContainerIsCanceledMeanwhile_LeavesNothing()
    {
        var order = await Ordered();
        using var goOn = new ManualResetEventSlim();
        var reported = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var heard = new Heard(() =>
        {
            reported.TrySetResult();
            goOn.Wait(TimeSpan.FromMinutes(1));
        });

        var running = Task.Run(() => Run(order, heard));
        await Task.WhenAny(reported.Task, running);
        await Api.Server.Send(new CancelGeneration(order.Container), Api.Given.OrganizationId);
        goOn.Set();

        (await running).Should().Be(ContainerStatus.Canceled, "the first report comes before the files are made");
        (await FilesOf(order.Container)).Should().BeEmpty("a canceled container has no files");
    }
}
