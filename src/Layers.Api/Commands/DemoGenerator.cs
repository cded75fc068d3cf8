using Layers.Application.Seams;
using Layers.Domain.Content;

namespace Layers.Api.Commands;

/// <summary>Hands out the pictures and the film of the demo, whatever was ordered.</summary>
internal sealed class DemoGenerator : IGenerator
{
    public const string Name = "demo";

    public GeneratorKind Kind { get; } = new(Name, "Hands out the pictures and the film of the demo.", [ContentFormat.SlideshowBuilder, ContentFormat.UgcRemix]);

    public Task<GenerationOutcome> Generate(GenerationOrder order, IProgress<GenerationProgress> progress, CancellationToken cancellationToken)
    {
        byte[][] files = order.Format == ContentFormat.UgcRemix ? [DemoMedia.Film] : [DemoMedia.Morning, DemoMedia.Cup, DemoMedia.Latte];
        progress.Report(new GenerationProgress(GenerationStage.Finalizing, 1));
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<GenerationOutcome>(new GenerationOutcome.Made(new GeneratedContent([.. files.Select(GeneratedFile.Of)])));
    }
}

/// <summary>What the command <c>demo</c> needs.</summary>
public sealed class DemoExtension : ILayersExtension
{
    public void Configure(LayersBuilder layers) => layers.AddGenerator<DemoGenerator>();
}
