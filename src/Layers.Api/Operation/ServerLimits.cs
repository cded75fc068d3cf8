using Layers.Api.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Layers.Api.Operation;

/// <summary>What one connection may ask of the server before any of our code has seen it.</summary>
internal static class ServerLimits
{
    private const int LongestRequestLine = 8_192;
    private const int LargestHeaders = 32_768;
    private const int MostHeaders = 100;

    private static readonly TimeSpan PatienceForHeaders = TimeSpan.FromSeconds(15);

    // A phone with hardly any signal still sends more than this on average; a caller who holds a connection open by a byte now and then does not.
    private static readonly MinDataRate SlowestPhone = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(10));

    public static void Apply(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestLineSize = LongestRequestLine;
        kestrel.Limits.MaxRequestHeadersTotalSize = LargestHeaders;
        kestrel.Limits.MaxRequestHeaderCount = MostHeaders;
        kestrel.Limits.MaxRequestBodySize = RequestBody.LargestJson;
        kestrel.Limits.RequestHeadersTimeout = PatienceForHeaders;
        kestrel.Limits.MinRequestBodyDataRate = SlowestPhone;
        kestrel.Limits.MinResponseDataRate = SlowestPhone;
    }
}
