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

/// <summary>What the gate says of a container; decided once at birth, and once more by a person or the clock when it is pending.</summary>
public enum ApprovalStatus
{
    NotRequired,
    Pending,
    Approved,
    Rejected,
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
