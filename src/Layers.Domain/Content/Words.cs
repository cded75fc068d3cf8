namespace Layers.Domain.Content;

/// <summary>How far the making of a container has come.</summary>
public enum ContainerStatus
{
    Queued,
    Processing,
    Completed,
    Failed,
    Canceled,
}

public static class ContainerStatuses
{
    /// <summary>Whether the content is there or may still come.</summary>
    public static bool CanBeCompleted(this ContainerStatus status) => status is not (ContainerStatus.Failed or ContainerStatus.Canceled);
}

public enum CreativeType
{
    Generated,
    Uploaded,
}

public enum ContentFormat
{
    SlideshowBuilder,
    UgcRemix,
    VideoRemix,
    SlideshowRemix,
}

/// <summary>Who took a decision; <c>timeout</c> is silence.</summary>
public enum DecisionSource
{
    Person,
    Agent,
    Service,
    Timeout,
}

public enum AssetKind
{
    Image,
    Video,
}

public enum PreviewKind
{
    Image,
    Slideshow,
    Video,
}
