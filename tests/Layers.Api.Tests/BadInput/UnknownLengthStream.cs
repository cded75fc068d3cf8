namespace Layers.Api.Tests.BadInput;

/// <summary>Is sent in chunks, for it cannot say how long it is.</summary>
internal sealed class UnknownLengthStream(byte[] bytes) : MemoryStream(bytes)
{
    public override bool CanSeek => false;
}
