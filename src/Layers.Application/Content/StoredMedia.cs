namespace Layers.Application.Content;

/// <summary>
/// JSON about a container's files, in UTF-8: written once, stored, and passed on without being read. Its addresses begin with
/// <see cref="MediaAddress.Scheme"/>. Handed from one to the next, never changed.
/// </summary>
public sealed record StoredMedia(byte[] Json)
{
    public static readonly StoredMedia EmptyArray = new("[]"u8.ToArray());
}
