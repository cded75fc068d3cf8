namespace Layers.Application.Seams;

/// <summary>
/// Makes the media of containers. There is one for the whole server: it keeps nothing between calls, and several orders go through it at the same time.
/// </summary>
public interface IGenerator
{
    /// <summary>Always the same.</summary>
    GeneratorKind Kind { get; }

    /// <summary>
    /// Makes what was ordered. A run that died, with its server or by an exception, may be repeated with the same <see cref="GenerationOrder.Id"/>, so anyone who
    /// pays for each piece of work can tell that it was ordered before. What fails for a reason that callers are to know is returned and not thrown. No
    /// transaction is open, and no connection is held.
    /// </summary>
    /// <param name="order">What is wanted.</param>
    /// <param name="progress">May be told as often as there is news. Nothing depends on it.</param>
    /// <param name="cancellationToken">Ends when the caller of the run stops waiting. A container that is canceled meanwhile does not end it.</param>
    Task<GenerationOutcome> Generate(GenerationOrder order, IProgress<GenerationProgress> progress, CancellationToken cancellationToken);
}

/// <param name="Stage">What is being done.</param>
/// <param name="Share">How much of the whole order is done, from 0 to 1.</param>
public sealed record GenerationProgress(GenerationStage Stage, double Share);

public enum GenerationStage
{
    Queued,
    GeneratingVisuals,
    Finalizing,
}
