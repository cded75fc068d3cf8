using Layers.Domain.Content;
using NodaTime;

namespace Layers.Domain.Tests.Content;

internal static class SomeContainer
{
    public static readonly Instant Born = Instant.FromUtc(2026, 4, 17, 13, 10);
    public static readonly Instant Now = Instant.FromUtc(2026, 4, 18, 9, 40, 12);
    public static readonly Actor Someone = new("api_key_c2037bb9-0000-7000-8000-000000000001", ActorType.Person);

    /// <summary>A container in that state, with everything set that goes with it.</summary>
    public static Container In(
        ContainerStatus status,
        ApprovalStatus approval = ApprovalStatus.NotRequired,
        CreativeType type = CreativeType.Uploaded,
        bool archived = false) =>
        new(new ContainerState
        {
            Id = new ContainerId(Guid.Parse("a3f8c2d1-7b4e-4f0a-9c6d-2e1b5a8f3c70")),
            Organization = new OrganizationId(Guid.Parse("00000000-0000-7000-8000-000000000001")),
            Project = new ProjectId(Guid.Parse("254a4ce1-f4ca-42b1-9e36-17ca45ef3d39")),
            CreativeType = type,
            Format = type == CreativeType.Generated ? ContentFormat.UgcRemix : null,
            CreatedAt = Born,
            ReviewSince = Born,
            ProjectIsArchived = archived,
            Status = status,
            ApprovalStatus = approval,
            Revision = 7,
            Caption = status == ContainerStatus.Completed ? "Before." : null,
            CompletedAt = status == ContainerStatus.Completed ? Born : null,
            FailedAt = status == ContainerStatus.Failed ? Born : null,
            LastError = status == ContainerStatus.Failed ? new Failure("GENERATOR_TIMEOUT", "No answer.") : null,
            Decision = approval is ApprovalStatus.Approved or ApprovalStatus.Rejected
                ? new Decision(Born, "api_key_other", DecisionSource.Agent, "Before.")
                : null,
        });
}
