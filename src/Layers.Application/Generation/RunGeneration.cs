using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Domain.Uploads;
using MediatR;

namespace Layers.Application.Generation;

/// <summary>
/// Has a generator make what was ordered. The container is <c>processing</c> meanwhile. Then it is completed with all files, or has failed with the code of the
/// fault; its status is returned. A generator that throws leaves the container <c>processing</c>, and the exception is thrown on. An order may be run again
/// after that and after a run that died: one whose container is finished, or was canceled meanwhile, changes nothing. No transaction is open while the
/// generator is at work. An idempotency key is left to the command that makes the order. For code inside this server.
/// </summary>
/// <param name="Generator">The name of one.</param>
/// <param name="Order">
/// Its container was begun with <see cref="BeginGeneration"/>. The generator gets it with the caller's organization and the container's project, whatever it
/// says of them.
/// </param>
/// <param name="Progress">Learns how far it is; null when nobody wants to know.</param>
public sealed record RunGeneration(string Generator, GenerationOrder Order, IProgress<GenerationProgress>? Progress = null) : IRequest<ContainerStatus>;

public sealed class RunGenerationHandler(ICaller caller, IMediator mediator, GeneratorCatalog generators) : IRequestHandler<RunGeneration, ContainerStatus>
{
    public async Task<ContainerStatus> Handle(RunGeneration request, CancellationToken cancellationToken)
    {
        var takenUp = new TakeUpGeneration(request.Order.Container);
        var container = await mediator.Send(takenUp, cancellationToken);
        if (container.Status != ContainerStatus.Processing)
            return container.Status;

        var order = request.Order with { Organization = caller.Organization, Project = container.Project };
        var outcome = await Generate(request with { Order = order }, cancellationToken);
        try
        {
            return await WriteDown(order, outcome, cancellationToken);
        }
        catch (DomainException e) when (e.Kind == ErrorKind.Conflict)
        {
            // Somebody canceled it meanwhile, or another run of the order was first. What that one made counts.
            return (await mediator.Send(takenUp, cancellationToken)).Status;
        }
    }

    private async Task<GenerationOutcome> Generate(RunGeneration request, CancellationToken cancellationToken)
    {
        if (generators.Find(request.Generator) is not { } generator)
            return new GenerationOutcome.Failed(GenerationFault.Unavailable, $"This server has no generator \"{request.Generator}\".");
        return generator.Kind.Formats.Contains(request.Order.Format)
            ? await generator.Generate(request.Order, request.Progress ?? Unheard, cancellationToken)
            : new GenerationOutcome.Failed(GenerationFault.Refused, $"The generator \"{request.Generator}\" does not make {request.Order.Format.ToWord()}.");
    }

    private async Task<ContainerStatus> WriteDown(GenerationOrder order, GenerationOutcome outcome, CancellationToken cancellationToken) =>
        outcome switch
        {
            GenerationOutcome.Made made => await Complete(order, made.Content, cancellationToken),
            GenerationOutcome.Failed failed => await Fail(order, failed, cancellationToken),
            _ => throw new InvalidOperationException($"{outcome.GetType().Name} is not known."),
        };

    private async Task<ContainerStatus> Complete(GenerationOrder order, GeneratedContent content, CancellationToken cancellationToken)
    {
        var files = new List<Stream>();
        try
        {
            foreach (var file in content.Files.Take(UploadFile.MostFiles + 1))
                files.Add(file.Open());
            await mediator.Send(new CompleteGeneration(order.Container, CaptionOf(order, content), files), cancellationToken);
            return ContainerStatus.Completed;
        }
        catch (DomainException e) when (e.Kind == ErrorKind.Validation)
        {
            return await Fail(order, new GenerationOutcome.Failed(GenerationFault.Failed, e.Message), cancellationToken);
        }
        finally
        {
            foreach (var file in files)
                await file.DisposeAsync();
        }
    }

    private static string CaptionOf(GenerationOrder order, GeneratedContent content)
    {
        var caption = content.Caption ?? order.Caption ?? order.Hook ?? "";
        return TextFaults.Of(caption, least: 0, Container.LongestCaption) is { } fault ? throw DomainException.Invalid($"The caption {fault}.") : caption;
    }

    private async Task<ContainerStatus> Fail(GenerationOrder order, GenerationOutcome.Failed failed, CancellationToken cancellationToken)
    {
        await mediator.Send(new FailGeneration(order.Container, failed.ToFailure()), cancellationToken);
        return ContainerStatus.Failed;
    }

    private static readonly IProgress<GenerationProgress> Unheard = new Nobody();

    private sealed class Nobody : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value)
        {
        }
    }
}
