using Layers.Application.Seams;
using System.Reflection;
using Layers.Application.Approval;
using Layers.Application.Content;
using Layers.Application.Scheduling;
using Layers.Application.Social;
using Layers.Application.Uploads;
using Layers.Application.Webhooks;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Domain.Content.Media;
using Layers.Domain.Scheduling;
using Layers.Domain.Social;
using Layers.Domain.Uploads;

namespace Layers.Api.OpenApi;

/// <summary>Details of fields whose types belong to the application, which knows nothing of documents.</summary>
internal static class ForeignFields
{
    private static readonly Dictionary<(Type, string), Attribute[]> Details = new()
    {
        [(typeof(DeclaredFile), nameof(DeclaredFile.Filename))] = [new NeededAttribute(), new LengthAttribute(1, UploadFile.LongestFilename)],
        [(typeof(DeclaredFile), nameof(DeclaredFile.ContentType))] = [new NeededAttribute(), new OneOfAttribute([.. MediaTypes.All.Select(type => type.Name)])],
        [(typeof(DeclaredFile), nameof(DeclaredFile.SizeBytes))] = [new NeededAttribute(), new BetweenAttribute(1, MediaTypes.MaxVideoBytes)],
        [(typeof(Target), nameof(Target.SocialAccountId))] = [new NeededAttribute(), new IdOfAttribute<SocialAccountId> { Taken = true }],
        [(typeof(Target), nameof(Target.Mode))] = [new NeededAttribute(), new WordAttribute<PostMode>()],
        [(typeof(Target), nameof(Target.CaptionOverride))] = [new OrNullAttribute(), new LengthAttribute(0, PlatformRules.LongestCaption)],
        [(typeof(Target), nameof(Target.FirstCommentOverride))] = [new OrNullAttribute(), new LengthAttribute(0, ScheduledPost.LongestOverride)],
        [(typeof(DecisionItem), nameof(DecisionItem.Id))] = [new NeededAttribute(), new IdOfAttribute<ContainerId> { Taken = true }],
        [(typeof(DecisionItem), nameof(DecisionItem.Action))] = [new NeededAttribute(), new WordAttribute<DecisionAction>()],
        [(typeof(DecisionItem), nameof(DecisionItem.Note))] = [new OrNullAttribute(), new LengthAttribute(0, Decision.LongestRemark)],
        [(typeof(DecisionItem), nameof(DecisionItem.Reason))] = [new OrNullAttribute(), new LengthAttribute(1, Decision.LongestRemark)],
        [(typeof(DecisionItem), nameof(DecisionItem.IfMatch))] = [new OrNullAttribute(), new BetweenAttribute(1, int.MaxValue)],
        [(typeof(AccountSettings), nameof(AccountSettings.Url))] = [new FormatAttribute("uri"), new LengthAttribute(1, 2_048)],
        [(typeof(WebhookDeliveryView), nameof(WebhookDeliveryView.EventType))] = [new EventTypeAttribute { OrTest = true }],
        [(typeof(PolicyEffects), nameof(PolicyEffects.NextContainer))] = [new OneOfAttribute(ApprovalStatus.Pending.ToWord(), ApprovalStatus.NotRequired.ToWord())],
    };

    public static IEnumerable<Attribute> DetailsOf(PropertyInfo property) =>
        Details.TryGetValue((property.DeclaringType!, property.Name), out var details) ? details : [];
}
