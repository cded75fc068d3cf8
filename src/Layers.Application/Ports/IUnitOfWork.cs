namespace Layers.Application.Ports;

public interface IUnitOfWork
{
    /// <summary>
    /// Runs the work in one transaction: when it returns, everything it wrote is committed; when it throws, nothing is.
    /// Once the work has returned, the commit ignores cancellation.
    /// </summary>
    Task<T> Run<T>(Func<Task<T>> work, CancellationToken cancellationToken);

    /// <summary>To be done once the present unit of work is committed, and not at all when it is not. It must not fail.</summary>
    void AfterCommit(Func<Task> act);
}
