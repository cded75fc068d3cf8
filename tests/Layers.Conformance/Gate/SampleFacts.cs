using Layers.Domain;
using Layers.Domain.Approval;
using Layers.Domain.Content;
using Layers.Domain.Scheduling;
using Layers.Testing;

namespace Layers.Conformance.Gate;

/// <summary>Facts of containers in every state, with some captions and marks.</summary>
internal static class SampleFacts
{
    private static readonly OrganizationId Organization = Id.New<OrganizationId>(StoppedClock.Create().GetCurrentInstant());
    private static readonly ContainerId Container = Id.New<ContainerId>(StoppedClock.Create().GetCurrentInstant());
    private static readonly ProjectId Project = Id.New<ProjectId>(StoppedClock.Create().GetCurrentInstant());

    public static IReadOnlyList<GateFacts> Of(IReadOnlyList<string?> captions, IReadOnlyList<IReadOnlyDictionary<string, string>> marks) =>
    [
        .. from status in Enum.GetValues<ContainerStatus>()
           from approval in Enum.GetValues<ApprovalStatus>()
           from type in Enum.GetValues<CreativeType>()
           from decision in DecisionsOf(approval)
           from isArchived in new[] { false, true }
           from caption in captions
           from marked in marks
           from post in new[] { null, PostWith(caption) }
           select new GateFacts
           {
               Organization = Organization,
               Container = Container,
               Project = Project,
               Status = status,
               ApprovalStatus = approval,
               CreativeType = type,
               Format = type == CreativeType.Generated ? ContentFormat.SlideshowBuilder : null,
               Caption = caption,
               Decision = decision,
               Marks = marked,
               ProjectIsArchived = isArchived,
               Post = post,
           },
    ];

    private static PostFacts PostWith(string? text)
    {
        var now = StoppedClock.Create().GetCurrentInstant();
        return new PostFacts(Id.New<SocialAccountId>(now), PostMode.Publish, text ?? "", CaptionOverride: text, FirstComment: text, now);
    }

    private static IEnumerable<Decision?> DecisionsOf(ApprovalStatus approval) =>
        approval is ApprovalStatus.Approved or ApprovalStatus.Rejected
            ? Enum.GetValues<DecisionSource>().Select(Decision? (source) => new Decision(StoppedClock.Create().GetCurrentInstant(), "api_key_somebody", source, "Fine."))
            : [null];
}
