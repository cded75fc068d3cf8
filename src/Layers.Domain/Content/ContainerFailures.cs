namespace Layers.Domain.Content;

public static class ContainerFailures
{
    /// <summary>Of an upload that was not finalized in time.</summary>
    public static readonly Failure UploadExpired =
        new("UPLOAD_EXPIRED", "The upload was not finalized in time, and its files were removed. Start a new upload.");
}
