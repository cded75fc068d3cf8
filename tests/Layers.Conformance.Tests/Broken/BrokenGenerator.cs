using Layers.Application.Seams;
using Layers.Conformance.Generation;
using Layers.Domain.Content;
using Layers.Testing;

namespace Layers.Conformance.Tests.Broken;

internal sealed class GoesOnWhenCanceled : IGenerator
{
    public const string Name = "goes-on";

    public GeneratorKind Kind { get; } = new(Name, "It breaks a promise.", [ContentFormat.SlideshowBuilder]);

    public Task<GenerationOutcome> Generate(GenerationOrder order, IProgress<GenerationProgress> progress, CancellationToken cancellationToken)
    {
        progress.Report(new GenerationProgress(GenerationStage.GeneratingVisuals, 0.1));
        progress.Report(new GenerationProgress(GenerationStage.Finalizing, 0.9));
        return Task.FromResult<GenerationOutcome>(new GenerationOutcome.Made(new GeneratedContent([GeneratedFile.Of(Given.Picture())])));
    }
}

internal sealed class GoesOnWhenCanceledTests(BrokenFixture api) : GeneratorConformance(api, GoesOnWhenCanceled.Name);
