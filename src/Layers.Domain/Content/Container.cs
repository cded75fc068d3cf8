namespace Layers.Domain.Content;

/// <summary>
/// One piece of content between its making and its publication. Born under the project's gate, it is decided at most once,
/// and every change raises <see cref="Revision"/> by one.
/// </summary>
public sealed partial class Container(ContainerState state)
{
    /// <summary>What the container has become; saving stores it.</summary>
    public ContainerState State { get; private set; } = state;

    /// <summary>The revision that was last loaded or saved. Saving demands that the stored container still has it.</summary>
    public int StoredRevision { get; private set; } = state.Revision;

    public ContainerId Id => State.Id;

    public OrganizationId Organization => State.Organization;

    public ProjectId Project => State.Project;

    public ContainerStatus Status => State.Status;

    public ApprovalStatus ApprovalStatus => State.ApprovalStatus;

    public int Revision => State.Revision;

    public string? Caption => State.Caption;

    public Decision? Decision => State.Decision;

    /// <summary>For repositories, once the state is written: further changes in the same transaction build on it.</summary>
    public void MarkSaved() => StoredRevision = Revision;

    private void Change(ContainerState changed) => State = changed with { Revision = State.Revision + 1 };
}
