using Layers.Domain.Approval;
using Layers.Domain.Content;
using NodaTime;
using static Layers.Domain.Content.ApprovalStatus;
using static Layers.Domain.Content.ContainerStatus;
using static Layers.Domain.Content.CreativeType;

namespace Layers.Domain.Tests.Approval;

public sealed class GateVerdictTests
{
    private static readonly ApprovalGate TheGate = new([new ArchivedProjectRule(), new ApprovalStatusRule(), new CompletionRule()]);

    /// <summary>State; then the code that publishing would meet, the reasons and the ways on.</summary>
    public static TheoryData<ContainerStatus, ApprovalStatus, CreativeType, string?, string, string> Table => new()
    {
        { Queued, NotRequired, Uploaded, "VALIDATION", "not_completed", "finalize-upload" },
        { Queued, NotRequired, Generated, "VALIDATION", "not_completed", "wait" },
        { Queued, Pending, Uploaded, "VALIDATION", "approval_pending not_completed", "finalize-upload" },
        { Queued, Pending, Generated, "VALIDATION", "approval_pending not_completed", "wait" },
        { Processing, NotRequired, Uploaded, "VALIDATION", "not_completed", "finalize-upload" },
        { Processing, NotRequired, Generated, "VALIDATION", "not_completed", "wait" },
        { Processing, Pending, Uploaded, "VALIDATION", "approval_pending not_completed", "finalize-upload" },
        { Processing, Pending, Generated, "VALIDATION", "approval_pending not_completed", "wait" },
        { Completed, NotRequired, Uploaded, null, "", "schedule publish" },
        { Completed, NotRequired, Generated, null, "", "schedule publish" },
        { Completed, Pending, Uploaded, "APPROVAL_REQUIRED", "approval_pending", "approve reject" },
        { Completed, Pending, Generated, "APPROVAL_REQUIRED", "approval_pending", "approve reject" },
        { Completed, Approved, Uploaded, null, "", "schedule publish" },
        { Completed, Approved, Generated, null, "", "schedule publish" },
        { Completed, Rejected, Uploaded, "CONTENT_REJECTED", "rejected", "create" },
        { Completed, Rejected, Generated, "CONTENT_REJECTED", "rejected", "create" },
        { Failed, NotRequired, Uploaded, "VALIDATION", "upload_expired", "create" },
        { Failed, NotRequired, Generated, "VALIDATION", "generation_failed", "create" },
        { Failed, Pending, Uploaded, "VALIDATION", "approval_pending upload_expired", "create" },
        { Failed, Pending, Generated, "VALIDATION", "approval_pending generation_failed", "create" },
        { Canceled, NotRequired, Uploaded, "VALIDATION", "canceled", "create" },
        { Canceled, NotRequired, Generated, "VALIDATION", "canceled", "create" },
        { Canceled, Pending, Uploaded, "VALIDATION", "approval_pending canceled", "create" },
        { Canceled, Pending, Generated, "VALIDATION", "approval_pending canceled", "create" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Verdict_SaysWhetherWhyAndWhatNow(
        ContainerStatus status, ApprovalStatus approval, CreativeType type, string? code, string reasons, string next)
    {
        var verdict = TheGate.VerdictOn(Facts(status, approval, type), GateOutlook.None);

        verdict.Code.Should().Be(code);
        verdict.Reasons.Should().Equal(Words(reasons));
        verdict.Next.Should().Equal(Words(next));
        verdict.Blocked.Should().Be(code is not null);
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void Verdict_InAnArchivedProject_IsShutForGood(
        ContainerStatus status, ApprovalStatus approval, CreativeType type, string? code, string reasons, string next)
    {
        _ = (code, reasons, next);

        var verdict = TheGate.VerdictOn(Facts(status, approval, type) with { ProjectIsArchived = true }, GateOutlook.None);

        (verdict.Blocked, verdict.Code).Should().Be((true, "CONFLICT"));
        verdict.Reasons.Should().Equal("project_archived");
        verdict.Next.Should().BeEmpty();
        verdict.ToRefusal(status).Message.Should().Be("Project is archived.");
    }

    [Fact]
    public void Table_HoldsEveryStateThatAContainerCanBeIn()
    {
        var reachable = from status in Enum.GetValues<ContainerStatus>()
                        from approval in Enum.GetValues<ApprovalStatus>()
                        from type in Enum.GetValues<CreativeType>()
                        where status == Completed || approval is NotRequired or Pending
                        select (status, approval, type);

        ((IEnumerable<object?[]>)Table).Select(row => ((ContainerStatus)row[0]!, (ApprovalStatus)row[1]!, (CreativeType)row[2]!)).Should().BeEquivalentTo(reachable);
    }

    [Theory]
    [InlineData(5, 0, 0, 5)]
    [InlineData(5, 2, 2, 3)]
    [InlineData(5, 5, 5, 0)]
    [InlineData(5, 9, 5, 0)]
    [InlineData(50, 49, 49, 1)]
    public void WarmUp_CountsToItsEndAndNoFurther(int required, int decided, int counted, int remaining) =>
        WarmUp.Of(requiresApproval: true, required, decided).Should().Be(new WarmUp(required, counted, remaining));

    [Fact]
    public void WarmUp_IsThereOnlyWhileThePolicyHasOne()
    {
        WarmUp.Of(requiresApproval: true, required: 0, decided: 2).Should().BeNull();
        WarmUp.Of(requiresApproval: false, required: 5, decided: 2).Should().BeNull();
    }

    [Fact]
    public void Verdict_HandsOnTheOutlook()
    {
        var outlook = new GateOutlook(new WarmUp(5, 2, 3), Instant.FromUtc(2026, 4, 19, 9, 40), "content:approve");

        var verdict = TheGate.VerdictOn(Facts(Completed, Pending, Uploaded), outlook);

        (verdict.FirstN, verdict.AutoApproveAt, verdict.RequiredScope).Should().Be((outlook.FirstN, outlook.AutoApproveAt, outlook.RequiredScope));
    }

    private static GateFacts Facts(ContainerStatus status, ApprovalStatus approval, CreativeType type) =>
        new()
        {
            Organization = new OrganizationId(Guid.NewGuid()),
            Container = new ContainerId(Guid.NewGuid()),
            Project = new ProjectId(Guid.NewGuid()),
            Status = status,
            ApprovalStatus = approval,
            CreativeType = type,
            Format = null,
            Caption = null,
            Decision = null,
            Marks = ContainerState.NoMarks,
            ProjectIsArchived = false,
        };

    [Fact]
    public void Verdict_IsTheSumOfTheRules()
    {
        var gate = new ApprovalGate([new ApprovalStatusRule(), new NoFoxes()]);

        var open = gate.VerdictOn(Facts(Completed, NotRequired, Uploaded), GateOutlook.None);
        var shut = gate.VerdictOn(Facts(Completed, NotRequired, Uploaded) with { Caption = "A fox." }, GateOutlook.None);
        var shutTwice = gate.VerdictOn(Facts(Completed, Pending, Uploaded) with { Caption = "A fox." }, GateOutlook.None);

        open.Blocked.Should().BeFalse();
        (shut.Code, shut.Reasons[0], shut.Next[0]).Should().Be(("CONFLICT", "acme:fox", "acme.look"));
        shut.ToRefusal(Completed).Should().BeEquivalentTo(new { Kind = ErrorKind.Conflict, Message = "The caption names a fox." });
        (shutTwice.Code, string.Join(' ', shutTwice.Reasons)).Should().Be(("CONFLICT", "approval_pending acme:fox"), "no approval opens it");
        shutTwice.Next.Should().Equal("approve", "reject", "acme.look");
        shutTwice.ToRefusal(Completed).Message.Should().Be("The caption names a fox.");
    }

    [Fact]
    public void Reason_OfAnExtension_CanOnlyBlock()
    {
        typeof(GateReason).GetConstructors().Should().BeEmpty();
        typeof(GateReason).GetProperties().Where(property => property.SetMethod?.IsPublic == true).Should().BeEmpty();
        GateReason.Blocks("acme:fox", [], "The caption names a fox.").Effect.Should().Be(GateEffect.Blocks);
    }

    private sealed class NoFoxes : IGateRule
    {
        private static readonly GateReason Fox = GateReason.Blocks("acme:fox", ["acme.look"], "The caption names a fox.");

        public IReadOnlyList<GateReason> Reasons => [Fox];

        public GateReason? ReasonOf(GateFacts facts) => facts.Caption?.Contains("fox") == true ? Fox : null;
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
