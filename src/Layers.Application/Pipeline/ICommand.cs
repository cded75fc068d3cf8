using MediatR;

namespace Layers.Application.Pipeline;

/// <summary>
/// A request that changes something. It runs in one transaction that is committed when its handler returns and rolled back
/// when it throws, and runs once per idempotency key. A plain <see cref="IRequest{T}"/> only reads and gets neither.
/// </summary>
public interface ICommand<out TAnswer> : IRequest<TAnswer>;
