using Layers.Domain.Keys;

namespace Layers.Domain.RateLimits;

/// <summary>What a request costs the server, roughly. Each class has a budget of its own.</summary>
public enum EndpointClass
{
    ReadLight,
    WriteLight,
    LongRunning,
}

public static class RateLimit
{
    /// <summary>How many requests of the class a key of the tier has in a minute; null when nobody counts.</summary>
    public static int? Of(RateLimitTier tier, EndpointClass endpointClass) =>
        tier switch
        {
            RateLimitTier.Standard => Choose(endpointClass, 120, 60, 20),
            RateLimitTier.Pilot => Choose(endpointClass, 1_200, 600, 60),
            RateLimitTier.Partner => Choose(endpointClass, 6_000, 3_000, 300),
            _ => null,
        };

    private static int Choose(EndpointClass endpointClass, int readLight, int writeLight, int longRunning) =>
        endpointClass switch
        {
            EndpointClass.ReadLight => readLight,
            EndpointClass.WriteLight => writeLight,
            _ => longRunning,
        };
}
