using Layers.Domain.Content.Media;

namespace Layers.Application.Content;

public interface IMediaProbe
{
    /// <summary>
    /// What the bytes are, judged by the bytes alone; null when they are none of the accepted types, or damaged, or cut off.
    /// Never throws for what is in them, holds a few kilobytes whatever their size, and leaves the stream open at any position.
    /// </summary>
    /// <param name="bytes">Seekable; read from its beginning.</param>
    MediaFacts? Probe(Stream bytes);
}
