using Layers.Domain.Content;
using static Layers.Domain.Content.ContainerStatus;

namespace Layers.Domain.Tests.Content;

/// <summary>Every step of a container's making, from every status.</summary>
public sealed class ContainerMakingTests
{
    private static readonly Dictionary<string, Action<Container>> Steps = new()
    {
        ["Start"] = container => container.Start(),
        ["Complete"] = container => container.Complete("After.", SomeContainer.Now),
        ["Fail"] = container => container.Fail(new Failure("BROKEN", "It broke."), SomeContainer.Now),
        ["Cancel"] = container => container.Cancel(),
        ["DemandAwaitingFiles"] = container => container.DemandAwaitingFiles(),
        ["CorrectCaption"] = container => container.CorrectCaption("After.", RevisionCondition.None, SomeContainer.Now),
    };

    /// <summary>The status that follows, or the refusal.</summary>
    public static TheoryData<string, ContainerStatus, ContainerStatus?, string?> Table => new()
    {
        { "Start", Queued, Processing, null },
        { "Start", Processing, null, "Container is already processing." },
        { "Start", Completed, null, "Container is already completed." },
        { "Start", Failed, null, "Container is already failed." },
        { "Start", Canceled, null, "Container is already canceled." },
        { "Complete", Queued, Completed, null },
        { "Complete", Processing, Completed, null },
        { "Complete", Completed, null, "Container is already completed." },
        { "Complete", Failed, null, "Container is already failed." },
        { "Complete", Canceled, null, "Container is already canceled." },
        { "Fail", Queued, Failed, null },
        { "Fail", Processing, Failed, null },
        { "Fail", Completed, null, "Container is already completed." },
        { "Fail", Failed, null, "Container is already failed." },
        { "Fail", Canceled, null, "Container is already canceled." },
        { "Cancel", Queued, Canceled, null },
        { "Cancel", Processing, Canceled, null },
        { "Cancel", Completed, null, "Container is already completed." },
        { "Cancel", Failed, null, "Container is already failed." },
        { "Cancel", Canceled, null, "Container is already canceled." },
        { "DemandAwaitingFiles", Queued, Queued, null },
        { "DemandAwaitingFiles", Processing, Processing, null },
        { "DemandAwaitingFiles", Completed, null, "Container is already completed." },
        { "DemandAwaitingFiles", Failed, null, "Container is already failed." },
        { "DemandAwaitingFiles", Canceled, null, "Container is already canceled." },
        { "CorrectCaption", Queued, null, "Container isn't completed yet." },
        { "CorrectCaption", Processing, null, "Container isn't completed yet." },
        { "CorrectCaption", Completed, Completed, null },
        { "CorrectCaption", Failed, null, "Container isn't completed yet." },
        { "CorrectCaption", Canceled, null, "Container isn't completed yet." },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Step_FromEachStatus_LeadsOnOrIsRefused(string step, ContainerStatus from, ContainerStatus? to, string? refusal)
    {
        var container = SomeContainer.In(from);

        var taking = container.Invoking(Steps[step]);

        if (refusal is null)
        {
            taking.Should().NotThrow();
            container.Status.Should().Be(to);
            container.Revision.Should().Be(step == "DemandAwaitingFiles" ? 7 : 8);
            return;
        }

        var thrown = taking.Should().Throw<DomainException>().WithMessage(refusal).Which;
        thrown.Kind.Should().Be(step == "CorrectCaption" ? ErrorKind.Validation : ErrorKind.Conflict);
        thrown.Details.Should().Equal(new Dictionary<string, object?> { ["status"] = from.ToWord() });
        container.Should().BeEquivalentTo(SomeContainer.In(from));
    }

    [Theory]
    [InlineData("Start", Queued)]
    [InlineData("Complete", Queued)]
    [InlineData("Fail", Queued)]
    [InlineData("Cancel", Queued)]
    [InlineData("DemandAwaitingFiles", Queued)]
    [InlineData("CorrectCaption", Completed)]
    public void Step_InAnArchivedProject_IsRefused(string step, ContainerStatus status)
    {
        var container = SomeContainer.In(status, archived: true);

        container.Invoking(Steps[step]).Should().Throw<DomainException>().WithMessage("Project is archived.").Which.Kind.Should().Be(ErrorKind.Conflict);
        container.Should().BeEquivalentTo(SomeContainer.In(status, archived: true));
    }

    [Theory]
    [InlineData(ApprovalStatus.NotRequired)]
    [InlineData(ApprovalStatus.Pending)]
    [InlineData(ApprovalStatus.Approved)]
    [InlineData(ApprovalStatus.Rejected)]
    public void CorrectCaption_KeepsTheDecisionAndRefreshesCompletedAt(ApprovalStatus approval)
    {
        var container = SomeContainer.In(Completed, approval);

        container.CorrectCaption("After.", RevisionCondition.OneOf([7]), SomeContainer.Now);

        container.State.Should().Be(SomeContainer.In(Completed, approval).State with { Caption = "After.", CompletedAt = SomeContainer.Now, Revision = 8 });
    }

    [Fact]
    public void CorrectCaption_ToWhatItIsAlready_ChangesNothing()
    {
        var container = SomeContainer.In(Completed);
        container.CorrectCaption("After.", RevisionCondition.None, SomeContainer.Now);

        container.CorrectCaption("After.", RevisionCondition.None, SomeContainer.Now + NodaTime.Duration.FromDays(1)).Should().BeFalse();

        (container.Revision, container.State.CompletedAt).Should().Be((8, SomeContainer.Now));
    }

    [Fact]
    public void CorrectCaption_OnAStaleRevision_IsAMismatch()
    {
        var container = SomeContainer.In(Completed);

        var correcting = () => container.CorrectCaption("After.", RevisionCondition.OneOf([6]), SomeContainer.Now);

        correcting.Should().Throw<DomainException>().Which.Kind.Should().Be(ErrorKind.RevisionMismatch);
        container.Should().BeEquivalentTo(SomeContainer.In(Completed));
    }

    [Theory]
    [InlineData(Queued)]
    [InlineData(Completed)]
    public void CorrectCaption_OfGeneratedContent_IsRefusedWithThePublishedMessage_WhateverItsStatus(ContainerStatus status)
    {
        var container = SomeContainer.In(status, type: CreativeType.Generated);

        var refusal = container.Invoking(Steps["CorrectCaption"]).Should().Throw<DomainException>().Which;

        refusal.Message.Should().Be("PATCH is available for uploaded content only. Generated content is corrected by regenerating.");
        refusal.Kind.Should().Be(ErrorKind.Validation);
        refusal.Details.Should().Equal(new Dictionary<string, object?> { ["creativeType"] = "generated" });
    }

    [Fact]
    public void DemandAwaitingFiles_OfGeneratedContent_IsRefused() =>
        SomeContainer.In(Queued, type: CreativeType.Generated).Invoking(Steps["DemandAwaitingFiles"])
            .Should().Throw<DomainException>().WithMessage("Container is not an upload.").Which.Kind.Should().Be(ErrorKind.Conflict);

    [Theory]
    [InlineData(ApprovalStatus.Pending)]
    [InlineData(ApprovalStatus.NotRequired)]
    public void NewContainer_IsQueuedUnderTheGateThatItWasGiven_WhateverItsOrigin(ApprovalStatus gate)
    {
        var (organization, project) = (new OrganizationId(Guid.NewGuid()), new ProjectId(Guid.NewGuid()));

        var upload = Container.ForUpload(Id.New<ContainerId>(SomeContainer.Now), organization, project, gate, SomeContainer.Now);
        var generated = Container.ForGeneration(organization, project, ContentFormat.UgcRemix, "Hook.", gate, SomeContainer.Now);

        foreach (var container in new[] { upload, generated })
        {
            (container.Organization, container.Project, container.State.CreatedAt).Should().Be((organization, project, SomeContainer.Now));
            (container.Status, container.ApprovalStatus, container.Revision).Should().Be((Queued, gate, 1));
            container.Decision.Should().BeNull();
        }

        (upload.State.CreativeType, upload.State.Format, upload.State.Hook).Should().Be((CreativeType.Uploaded, null, null));
        (generated.State.CreativeType, generated.State.Format, generated.State.Hook).Should().Be((CreativeType.Generated, ContentFormat.UgcRemix, "Hook."));
    }

    [Fact]
    public void CompleteAndFail_SetWhatGoesWithTheStatus()
    {
        var (completed, failed) = (SomeContainer.In(Queued), SomeContainer.In(Processing));

        Steps["Complete"](completed);
        Steps["Fail"](failed);

        (completed.Caption, completed.State.CompletedAt, completed.State.FailedAt).Should().Be(("After.", SomeContainer.Now, null));
        (failed.State.LastError, failed.State.FailedAt, failed.State.CompletedAt).Should().Be((new Failure("BROKEN", "It broke."), SomeContainer.Now, null));
    }
}
