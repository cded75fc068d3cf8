namespace Layers.Domain.Content.Media;

/// <summary>What a platform takes of a video.</summary>
internal sealed record VideoLimits
{
    public required IReadOnlyList<MediaType> Types { get; init; }

    /// <summary>Words of <see cref="MediaCodecs"/>.</summary>
    public required IReadOnlyList<string> Codecs { get; init; }

    public required long MinMilliseconds { get; init; }

    public required long MaxMilliseconds { get; init; }

    public required long MaxBytes { get; init; }

    public int MinSide { get; init; } = 1;

    public int MaxWidth { get; init; } = int.MaxValue;

    public int MaxHeight { get; init; } = int.MaxValue;

    public RatioRange? Ratio { get; init; }
}

/// <summary>What a platform takes of the images of a post.</summary>
internal sealed record ImageLimits
{
    public required IReadOnlyList<MediaType> Types { get; init; }

    /// <summary>Words of <see cref="MediaCodecs"/>.</summary>
    public required IReadOnlyList<string> Codecs { get; init; }

    public required int MaxCount { get; init; }

    public required long MaxBytes { get; init; }

    public int MaxShortSide { get; init; } = int.MaxValue;

    public int MaxLongSide { get; init; } = int.MaxValue;

    public RatioRange? Ratio { get; init; }
}

/// <summary>The ratios of width to height that a platform takes, with the names that they have there.</summary>
internal sealed record RatioRange(string MinName, double Min, string MaxName, double Max)
{
    /// <summary>With the tolerance of the names: 1200×628 is what the whole trade calls 1.91:1.</summary>
    public bool Contains(int width, int height)
    {
        var ratio = (double)width / height;
        return ratio >= Min * (1 - AspectRatio.Tolerance) && ratio <= Max * (1 + AspectRatio.Tolerance);
    }
}
