using NodaTime;

namespace Layers.Conformance.Media;

/// <summary>Moments beyond all that happens in a test, by any clock.</summary>
internal static class Long
{
    public static readonly Instant Ago = Instant.FromUtc(2000, 1, 1, 0, 0);

    public static readonly Instant Hence = Instant.FromUtc(3000, 1, 1, 0, 0);
}
