using AutoMapper;
using Layers.Api.OpenApi;
using Layers.Application.Approval;
using NodaTime;

namespace Layers.Api.Approval;

public sealed record PolicyResponse(string ProjectId, bool RequiresApproval, int FirstNPostsBlocked, [property: Period] string? AutoApproveAfter, Instant UpdatedAt);

public sealed record PolicyPreviewResponse(PolicyResponse Policy, PolicyEffects Effects);

public sealed class PolicyMaps : Profile
{
    public PolicyMaps()
    {
        CreateMap<PolicyView, PolicyResponse>();
        CreateMap<PolicyPreview, PolicyPreviewResponse>();
        CreateMap<ReviewPolicyView, ReviewPolicyResponse>();
    }
}
