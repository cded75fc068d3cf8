using FluentValidation;
using Layers.Application.Pipeline;
using Layers.Domain.Content;
using Layers.Domain.Content.Media;
using Layers.Domain.Uploads;

namespace Layers.Application.Uploads;

public sealed class StartUploadValidator : AbstractValidator<StartUpload>
{
    public StartUploadValidator()
    {
        RuleFor(command => command.Files)
            .Takes(Presence.Required, Rules.Objects(1, UploadFile.MostFiles, "files", Rules.Object(new DeclaredFileValidator())));
        RuleFor(command => command.Grouping).OneOf(Presence.MayBeAbsent, Groupings.All);
        RuleFor(command => command.Files).Check(FaultOfSlideshow).When(command => command.Grouping.Value == Groupings.Slideshow);
    }

    private static string? FaultOfSlideshow(IReadOnlyList<Optional<DeclaredFile>> files) =>
        files.Any(file => file.Value?.Type?.Kind == AssetKind.Video) ? "must hold images only when grouping is slideshow"
        : files.Count < UploadFile.FewestSlides ? $"must hold {UploadFile.FewestSlides} to {UploadFile.MostFiles} images when grouping is slideshow"
        : null;
}

/// <summary>What a declared file must be by itself.</summary>
public sealed class DeclaredFileValidator : AbstractValidator<DeclaredFile>
{
    private static readonly IReadOnlyList<string> Types = [.. MediaTypes.All.Select(type => type.Name)];
    private static readonly string MustBeKnownType = $"must be one of {string.Join(", ", Types)}";
    private static readonly FieldRule<long> ImageBytes = Rules.WholeNumber(1, MediaTypes.MaxImageBytes);
    private static readonly FieldRule<long> VideoBytes = Rules.WholeNumber(1, MediaTypes.MaxVideoBytes);

    public DeclaredFileValidator()
    {
        RuleFor(file => file.Filename).Takes(
            Presence.Required, Rules.Line(UploadFile.LongestFilename).And(name => IsPath(name) ? "must be a name, not a path" : null));
        RuleFor(file => file.ContentType).Takes(
            Presence.Required,
            new FieldRule<string>("a string", new FieldShape { Words = Types }, type => MediaTypes.Find(type) is null ? MustBeKnownType : null));
        RuleFor(file => file.SizeBytes).Described(Presence.Required, VideoBytes.Shape);
        When(file => file.Type is { Kind: AssetKind.Image }, () => RuleFor(file => file.SizeBytes).Takes(Presence.Required, ImageBytes))
            .Otherwise(() => RuleFor(file => file.SizeBytes).Takes(Presence.Required, VideoBytes));
    }

    private static bool IsPath(string name) => name is "." or ".." || name.AsSpan().ContainsAny('/', '\\');
}
