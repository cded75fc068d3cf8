using AutoMapper;
using Layers.Application.Content;
using Layers.Domain;
using Layers.Domain.Approval;
using Layers.Domain.Content;
using Layers.Domain.Keys;
using Layers.Domain.Projects;
using Layers.Domain.Scheduling;
using Layers.Domain.Social;
using Layers.Domain.Webhooks;

namespace Layers.Api.Http;

/// <summary>Ids, words, pages and stored media become what callers see.</summary>
public sealed class CommonMaps : Profile
{
    public CommonMaps()
    {
        Ids<OrganizationId>();
        Ids<ApiKeyId>();
        Ids<ProjectId>();
        Ids<ContainerId>();
        Ids<Domain.EventId>();
        Ids<SocialAccountId>();
        Ids<ScheduledPostId>();
        Ids<WebhookEndpointId>();
        Words<ContainerStatus>();
        Words<ApprovalStatus>();
        Words<ReviewMode>();
        Words<CreativeType>();
        Words<ContentFormat>();
        Words<DecisionSource>();
        Words<ProjectStatus>();
        Words<ActorType>();
        Words<RateLimitTier>();
        Words<OrganizationEnvironment>();
        Words<ApiKeyStatus>();
        Words<Platform>();
        Words<Publisher>();
        Words<SocialAccountStatus>();
        Words<PostMode>();
        Words<PostStatus>();
        Words<WebhookEndpointStatus>();
        Words<WebhookStatusReason>();
        Words<DeliveryStatus>();
        Words<DeliveryError>();
        CreateMap<StoredMedia, ShownMedia>().ConvertUsing<MediaAddresses>();
    }

    private void Ids<TId>()
        where TId : struct, IId<TId> => CreateMap<TId, string>().ConvertUsing(id => id.ToString()!);

    private void Words<TEnum>()
        where TEnum : struct, Enum => CreateMap<TEnum, string>().ConvertUsing(value => value.ToWord());
}
