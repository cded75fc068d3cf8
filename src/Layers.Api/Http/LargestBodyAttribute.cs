using Microsoft.AspNetCore.Http.Metadata;

namespace Layers.Api.Http;

/// <summary>
/// How many bytes a request to this endpoint may have, where <see cref="RequestBody.LargestJson"/> does not fit. Routing sets the limit, before anything
/// reads; the framework's own attribute would set it once more, when a request with an idempotency key has been read.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LargestBodyAttribute(long bytes) : Attribute, IRequestSizeLimitMetadata
{
    public long? MaxRequestBodySize => bytes;
}
