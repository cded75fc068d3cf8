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
        RuleFor(command => command.Files).Check(Presence.Required, "an array of objects", FaultOfNumber);
        RuleFor(command => command.Grouping).OneOf(Presence.MayBeAbsent, Groupings.All);
        RuleForEach(command => command.Files.Value)
            .SetValidator(new DeclaredFileValidator())
            .OverridePropertyName("files")
            .When(command => command.Files.Value is { Count: <= UploadFile.MostFiles });
        RuleFor(command => command.Files)
            .Check(Presence.MayBeAbsent, "an array of objects", FaultOfSlideshow)
            .When(command => command.Grouping.Value == Groupings.Slideshow);
    }

    private static string? FaultOfNumber(IReadOnlyList<DeclaredFile> files) =>
        files.Count is < 1 or > UploadFile.MostFiles ? $"must hold 1 to {UploadFile.MostFiles} files"
        : files.Any(file => file is null) ? "must hold objects, not null"
        : null;

    private static string? FaultOfSlideshow(IReadOnlyList<DeclaredFile> files) =>
        files.Any(file => file?.Type?.Kind == AssetKind.Video) ? "must hold images only when grouping is slideshow"
        : files.Count < UploadFile.FewestSlides ? $"must hold {UploadFile.FewestSlides} to {UploadFile.MostFiles} images when grouping is slideshow"
        : null;
}

/// <summary>What is wrong with a declared file by itself.</summary>
public sealed class DeclaredFileValidator : AbstractValidator<DeclaredFile>
{
    private static readonly string Types = string.Join(", ", MediaTypes.All.Select(type => type.Name));

    public DeclaredFileValidator()
    {
        RuleFor(file => file.Filename)
            .Line(Presence.Required, most: UploadFile.LongestFilename, also: name => IsPath(name) ? "must be a name, not a path" : null);
        RuleFor(file => file.ContentType)
            .Check(Presence.Required, "a string", type => MediaTypes.Find(type) is null ? $"must be one of {Types}" : null);
        RuleFor(file => file.SizeBytes).WholeNumber(Presence.Required, 1, MediaTypes.MaxVideoBytes).When(file => file.Type is not { Kind: AssetKind.Image });
        RuleFor(file => file.SizeBytes).WholeNumber(Presence.Required, 1, MediaTypes.MaxImageBytes).When(file => file.Type is { Kind: AssetKind.Image });
    }

    private static bool IsPath(string name) => name is "." or ".." || name.AsSpan().ContainsAny('/', '\\');
}
