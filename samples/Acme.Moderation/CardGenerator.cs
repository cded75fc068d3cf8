using Layers.Application.Seams;
using Layers.Domain.Content;

namespace Acme.Moderation;

/// <summary>Makes slideshows of the team's cards, one for each slide. It makes none that promises something.</summary>
public sealed class CardGenerator : IGenerator
{
    private static readonly byte[] Card = Read("card.jpg");

    public GeneratorKind Kind { get; } = new("acme-cards", "Makes slideshows of the team's cards.", [ContentFormat.SlideshowBuilder]);

    public Task<GenerationOutcome> Generate(GenerationOrder order, IProgress<GenerationProgress> progress, CancellationToken cancellationToken) =>
        Task.FromResult<GenerationOutcome>(DelicateWordsRule.HasDelicateWord(order.Hook)
            ? new GenerationOutcome.Failed(GenerationFault.Refused, "The hook promises something.")
            : new GenerationOutcome.Made(Slideshow(order, progress, cancellationToken)));

    private static GeneratedContent Slideshow(GenerationOrder order, IProgress<GenerationProgress> progress, CancellationToken cancellationToken)
    {
        progress.Report(new GenerationProgress(GenerationStage.GeneratingVisuals, 0.5));
        cancellationToken.ThrowIfCancellationRequested();
        var slides = Enumerable.Repeat(GeneratedFile.Of(Card), Math.Max(order.Slides.Count, 1));
        return new GeneratedContent([.. slides]) { Caption = $"{order.Hook} #acme", Notes = ["All slides are the same card."] };
    }

    private static byte[] Read(string name)
    {
        using var resource = typeof(CardGenerator).Assembly.GetManifestResourceStream($"Acme.Moderation.Pictures.{name}")!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
