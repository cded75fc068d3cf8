namespace Layers.Domain.Scheduling;

/// <summary>What is to become of a post at its hour.</summary>
public enum PostMode
{
    /// <summary>It goes out.</summary>
    Publish,

    /// <summary>It is put into the account's drafts on the platform.</summary>
    Draft,

    /// <summary>It is handed to people who publish it for the account.</summary>
    Managed,
}

public enum PostStatus
{
    /// <summary>It waits for the approval of its container.</summary>
    Held,

    Queued,
    Publishing,
    Published,
    Failed,
    Draft,
    Canceled,
}
