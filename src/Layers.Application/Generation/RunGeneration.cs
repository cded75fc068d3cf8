using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Content;
using MediatR;

namespace Layers.Application.Generation;

/// <summary>
/// Has a generator make what was ordered. The container is <c>processing</c> meanwhile. Then it is completed with all files, or has failed with the code of the
/// fault; its status is returned. An order may be run again after a run that died: one whose container is finished, or was canceled meanwhile, changes
/// nothing. No transaction is open while the generator is at work. For code inside this server.
/// </summary>
/// <param name="Generator">The name of one.</param>
/// <param name="Order">Its container was begun with <see cref="BeginGeneration"/>.</param>
/// <param name="Progress">Learns how far it is; null when nobody wants to know.</param>
public sealed record RunGeneration(string Generator, GenerationOrder Order, IProgress<GenerationProgress>? Progress = null) : IRequest<ContainerStatus>;

public sealed class RunGenerationHandler(IMediator mediator, GeneratorCatalog generators) : IRequestHandler<RunGeneration, ContainerStatus>
{
    public async Task<ContainerStatus> Handle(RunGeneration request, CancellationToken cancellationToken)
    {
        var takenUp = new TakeUpGeneration(request.Order.Container);
        var status = await mediator.Send(takenUp, cancellationToken);
        if (status != ContainerStatus.Processing)
            return status;

        var outcome = await Generate(request, cancellationToken);
        try
        {
            return await WriteDown(request.Order, outcome, cancellationToken);
        }
        catch (DomainException e) when (e.Kind == ErrorKind.Conflict)
        {
            // Somebody canceled it meanwhile, or another run of the order was first. What that one made counts.
            return await mediator.Send(takenUp, cancellationToken);
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
            foreach (var file in content.Files)
                files.Add(file.Open());
            await mediator.Send(new CompleteGeneration(order.Container, content.Caption ?? order.Caption ?? order.Hook ?? "", files), cancellationToken);
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
