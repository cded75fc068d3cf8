using MediatR;

namespace Layers.Application.Pipeline;

/// <summary>
/// A request that changes something. It runs in one transaction that is committed when its handler returns and rolled back
/// when it throws, and runs once per idempotency key. A key covers the first command of an HTTP request: send one. A plain <see cref="IRequest{T}"/> only
/// reads and gets neither.
/// </summary>
public interface ICommand<out TAnswer> : IRequest<TAnswer>;
