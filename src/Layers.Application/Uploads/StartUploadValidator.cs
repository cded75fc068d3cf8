using FluentValidation;
using FluentValidation.Results;
using Layers.Application.Pipeline;
using Layers.Domain;
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
        RuleFor(command => command.Files)
            .Custom(CheckFiles)
            .When(command => command.Files.Value is { Count: <= UploadFile.MostFiles });
        RuleFor(command => command.Files)
            .Check(Presence.MayBeAbsent, "an array of objects", FaultOfSlideshow)
            .When(command => command.Grouping.Value == Groupings.Slideshow);
    }

    private static void CheckFiles(Optional<IReadOnlyList<Optional<DeclaredFile>>> files, ValidationContext<StartUpload> context)
    {
        foreach (var issue in files.Value!.Index().SelectMany(file => DeclaredFileFaults.Of($"files[{file.Index}]", file.Item)))
            context.AddFailure(new ValidationFailure(issue.Path, issue.Message));
    }

    private static string? FaultOfNumber(IReadOnlyList<Optional<DeclaredFile>> files) =>
        files.Count is < 1 or > UploadFile.MostFiles ? $"must hold 1 to {UploadFile.MostFiles} files" : null;

    private static string? FaultOfSlideshow(IReadOnlyList<Optional<DeclaredFile>> files) =>
        files.Any(file => file.Value?.Type?.Kind == AssetKind.Video) ? "must hold images only when grouping is slideshow"
        : files.Count < UploadFile.FewestSlides ? $"must hold {UploadFile.FewestSlides} to {UploadFile.MostFiles} images when grouping is slideshow"
        : null;
}

/// <summary>What is wrong with a declared file by itself. One that is not an object has no further faults.</summary>
internal static class DeclaredFileFaults
{
    private static readonly string Types = string.Join(", ", MediaTypes.All.Select(type => type.Name));

    public static IEnumerable<Issue> Of(string path, Optional<DeclaredFile> field)
    {
        if (field.Value is not { } file)
            return [Fields.FaultOf(path, field, Presence.Required, "an object", _ => null)!];

        var most = file.Type is { Kind: AssetKind.Image } ? MediaTypes.MaxImageBytes : MediaTypes.MaxVideoBytes;
        Issue?[] faults =
        [
            Fields.FaultOf($"{path}.filename", file.Filename, Presence.Required, "a string", FaultOfName),
            Fields.FaultOf($"{path}.contentType", file.ContentType, Presence.Required, "a string", type =>
                MediaTypes.Find(type) is null ? $"must be one of {Types}" : null),
            Fields.FaultOf($"{path}.sizeBytes", file.SizeBytes, Presence.Required, "a whole number", size => Fields.FaultOfNumber(size, 1, most)),
        ];
        return faults.OfType<Issue>();
    }

    private static string? FaultOfName(string name) =>
        Fields.FaultOfLine(name, UploadFile.LongestFilename) ?? (IsPath(name) ? "must be a name, not a path" : null);

    private static bool IsPath(string name) => name is "." or ".." || name.AsSpan().ContainsAny('/', '\\');
}
