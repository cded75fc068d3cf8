using Layers.Domain.Approval;
using Layers.Domain.Content;
using NodaTime;

namespace Layers.Domain.Tests.Gate;

/// <summary>The product's rules alone, as handlers put them together.</summary>
internal sealed class DomainGate
{
    private static readonly Instant Now = Instant.FromUtc(2026, 4, 18, 9, 40, 12);
    private static readonly Actor Someone = new("api_key_someone", ActorType.Person);

    private readonly ApprovalPolicy policy = ApprovalPolicy.ForNewProject(new OrganizationId(Guid.NewGuid()), new ProjectId(Guid.NewGuid()), Now);
    private readonly List<Container> containers = [];

    public IReadOnlyList<ShownState> States =>
        [.. containers.Select(container => new ShownState(container.Status.ToWord(), container.ApprovalStatus.ToWord(), container.Revision))];

    public Outcome Apply(Step step, int? ifMatch)
    {
        try
        {
            Run(step, ifMatch is { } revision ? RevisionCondition.OneOf([revision]) : RevisionCondition.None);
            return Outcome.Done;
        }
        catch (DomainException refusal)
        {
            return new Outcome(CodeOf(refusal.Kind), refusal.Message);
        }
    }

    private void Run(Step step, RevisionCondition condition)
    {
        switch (step)
        {
            case Step.SetPolicy set:
                policy.Change(new PolicyChange(set.RequiresApproval, set.FirstN, SetsWindow: false, AutoApproveAfter: null), Now);
                break;
            case Step.Create create:
                containers.Add(New(create.IsUpload, policy.StatusForNewContainer(Decided())));
                break;
            case Step.Complete complete:
                Complete(containers[complete.On]);
                break;
            case Step.Fail fail:
                containers[fail.On].Fail(new Failure("BROKEN", "It broke."), Now);
                break;
            case Step.Cancel cancel:
                containers[cancel.On].Cancel();
                break;
            case Step.CorrectCaption correct:
                containers[correct.On].CorrectCaption($"After revision {containers[correct.On].Revision}.", RevisionCondition.None, Now);
                break;
            case Step.Approve approve:
                containers[approve.On].Approve(Someone, note: null, condition, Now);
                break;
            case Step.Reject reject:
                containers[reject.On].Reject(Someone, "Off brand.", condition, Now);
                break;
            default:
                throw new ArgumentException("No such step.", nameof(step));
        }
    }

    private Container New(bool isUpload, ApprovalStatus gate) =>
        isUpload
            ? Container.ForUpload(Id.New<ContainerId>(Now), policy.Organization, policy.Project, gate, Now)
            : Container.ForGeneration(policy.Organization, policy.Project, ContentFormat.SlideshowBuilder, "Hook.", gate, Now);

    // As finalizing does, which answers a completed upload as it is.
    private static void Complete(Container container)
    {
        if (container.State is { CreativeType: CreativeType.Uploaded, Status: ContainerStatus.Completed })
            return;
        if (container.State.CreativeType == CreativeType.Uploaded)
            container.DemandAwaitingFiles();
        container.Complete("Caption.", Now);
    }

    private int Decided() => containers.Count(container => container.ApprovalStatus is ApprovalStatus.Approved or ApprovalStatus.Rejected);

    private static string CodeOf(ErrorKind kind) =>
        kind switch
        {
            ErrorKind.Conflict => "CONFLICT",
            ErrorKind.Validation => "VALIDATION",
            ErrorKind.RevisionMismatch => "REVISION_MISMATCH",
            _ => kind.ToString(),
        };
}
