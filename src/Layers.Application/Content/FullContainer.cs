using Layers.Domain.Approval;
using Layers.Domain.Content;

namespace Layers.Application.Content;

/// <summary>A container with all that its full view shows.</summary>
public sealed record FullContainer(Container Container, ContainerMedia? Media, ProjectGate Gate);

/// <summary>
/// What a container shows of its files, as JSON that nobody searches: written once when the container is completed and handed on as it is.
/// Addresses inside it begin with <see cref="MediaAddress.Scheme"/>.
/// </summary>
public sealed record ContainerMedia(JsonText Assets, JsonText Preview, JsonText PrimaryAsset, JsonText PlatformFit);

/// <summary>JSON that is passed on without being read.</summary>
public sealed record JsonText(string Json)
{
    public static readonly JsonText EmptyArray = new("[]");
}

/// <summary>The project's policy as it is now, with the count that its warm-up needs.</summary>
public sealed record ProjectGate(bool RequiresApproval, int FirstNPostsBlocked, ReviewWindow? AutoApproveAfter, int Decided);

/// <summary>Stored media addresses leave open where media is served; whoever shows them puts the present base in front.</summary>
public static class MediaAddress
{
    public const string Scheme = "media:";

    public static string Of(string mediaPath) => Scheme + mediaPath;

    /// <summary>Stored JSON with every media address made absolute. No text of a caller's stands in it, so the quoted scheme is always ours.</summary>
    public static string Resolve(string json, string publicBase) =>
        json.Replace($"\"{Scheme}", $"\"{publicBase}/media/", StringComparison.Ordinal);
}

/// <param name="RequireScope">Whether deciding needs <c>content:approve</c>.</param>
public sealed record ApprovalOptions(bool RequireScope)
{
    public string? RequiredScope => RequireScope ? Domain.Keys.Scopes.ContentApprove : null;
}
