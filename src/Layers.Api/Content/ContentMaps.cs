using AutoMapper;
using Layers.Application.Content;
using Layers.Domain.Approval;
using Layers.Domain.Content;

namespace Layers.Api.Content;

public sealed class ContentMaps : Profile
{
    public ContentMaps()
    {
        CreateMap<ContainerView, ContainerResponse>()
            .ForMember(to => to.AdsEnrollment, map => map.MapFrom(from => AdsEnrollmentOf(from.CreativeType)))
            .ForMember(to => to.ApprovedAt, map => map.MapFrom(from => Approval(from) == null ? null : (NodaTime.Instant?)Approval(from)!.At))
            .ForMember(to => to.ApprovedBy, map => map.MapFrom(from => Approval(from) == null ? null : Approval(from)!.By))
            .ForMember(to => to.ApprovedByName, map => map.MapFrom(from => Approval(from) == null ? null : Approval(from)!.ByName))
            .ForMember(to => to.ApprovalNote, map => map.MapFrom(from => Approval(from) == null ? null : Approval(from)!.Remark))
            .ForMember(to => to.RejectedAt, map => map.MapFrom(from => Rejection(from) == null ? null : (NodaTime.Instant?)Rejection(from)!.At))
            .ForMember(to => to.RejectedBy, map => map.MapFrom(from => Rejection(from) == null ? null : Rejection(from)!.By))
            .ForMember(to => to.RejectedByName, map => map.MapFrom(from => Rejection(from) == null ? null : Rejection(from)!.ByName))
            .ForMember(to => to.RejectionReason, map => map.MapFrom(from => Rejection(from) == null ? null : Rejection(from)!.Remark))
            .ForMember(to => to.DecisionSource, map => map.MapFrom(from => from.Decision == null ? (DecisionSource?)null : from.Decision.Source));
        CreateMap<GateVerdict, GateResponse>();
        CreateMap<WarmUp, FirstNResponse>();
        CreateMap<ContentRow, ContentRowResponse>()
            .ForMember(to => to.AdsEnrollment, map => map.MapFrom(from => AdsEnrollmentOf(from.CreativeType)));
        CreateMap<ApprovalView, ApprovalResponse>().ForCtorParam("PendingSchedulePromotion", map => map.MapFrom(from => from.Promotion));
        CreateMap<RejectionView, RejectionResponse>();
    }

    /// <summary>Generated content may be enrolled in ads by itself; what somebody uploaded may not.</summary>
    private static string AdsEnrollmentOf(CreativeType creativeType) => creativeType == CreativeType.Generated ? "auto" : "opted_out";

    private static Decision? Approval(ContainerView container) =>
        container.ApprovalStatus == ApprovalStatus.Approved ? container.Decision : null;

    private static Decision? Rejection(ContainerView container) =>
        container.ApprovalStatus == ApprovalStatus.Rejected ? container.Decision : null;
}
