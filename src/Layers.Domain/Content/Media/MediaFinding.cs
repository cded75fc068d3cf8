namespace Layers.Domain.Content.Media;

/// <summary>What a file turned out to be, and whether it can be taken in.</summary>
public sealed record MediaFinding
{
    private MediaFinding(MediaFacts? facts, string? typeName, MediaDefect? defect) => (Facts, TypeName, Defect) = (facts, typeName, defect);

    /// <summary>Set exactly when the file can be taken in.</summary>
    public MediaFacts? Facts { get; }

    /// <summary>The name of the media type that the bytes are of, accepted or not; null when it was not recognized.</summary>
    public string? TypeName { get; }

    /// <summary>Set exactly when the file cannot be taken in.</summary>
    public MediaDefect? Defect { get; }

    public static MediaFinding Of(MediaFacts facts) => new(facts, facts.Type.Name, defect: null);

    public static MediaFinding Refused(MediaDefect defect, string? typeName = null) => new(facts: null, typeName, defect);
}

/// <summary>Why a file cannot be taken in.</summary>
public enum MediaDefect
{
    /// <summary>There is not one byte.</summary>
    Empty,

    /// <summary>Nothing that we know begins so.</summary>
    Unrecognized,

    /// <summary>A known type, but not one of <see cref="MediaTypes"/>.</summary>
    NotAccepted,

    /// <summary>Its lengths say that there is more of it.</summary>
    CutOff,

    /// <summary>A film without the header that a recorder writes last.</summary>
    NoHeader,

    /// <summary>Its lengths or sizes contradict each other.</summary>
    Damaged,

    /// <summary>A film without a video track.</summary>
    NoPicture,

    /// <summary>A film that does not say anywhere how long it lasts.</summary>
    NoDuration,

    /// <summary>A picture of more than 65,535 pixels in width or height.</summary>
    TooManyPixels,
}
