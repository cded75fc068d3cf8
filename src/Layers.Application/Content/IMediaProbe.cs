using Layers.Domain.Content.Media;

namespace Layers.Application.Content;

public interface IMediaProbe
{
    /// <summary>
    /// What the bytes are, judged by the bytes alone, or why they cannot be taken in. Never throws for what is in them, reads at
    /// most 32 MB of a file and holds a few kilobytes of it, and leaves the stream open at any position.
    /// </summary>
    /// <param name="bytes">Seekable; read from its beginning.</param>
    MediaFinding Probe(Stream bytes);
}
