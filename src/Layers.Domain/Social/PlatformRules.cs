using Layers.Domain.Scheduling;

namespace Layers.Domain.Social;

/// <summary>What a platform takes of a post, checked when it is scheduled: at dispatch it would be too late to mend.</summary>
public static class PlatformRules
{
    /// <summary>Instagram's publishing interface knows no drafts.</summary>
    public static bool Takes(this Platform platform, PostMode mode) => platform != Platform.Instagram || mode != PostMode.Draft;
}
