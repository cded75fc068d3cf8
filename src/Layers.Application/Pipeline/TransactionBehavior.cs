using Layers.Application.Ports;
using MediatR;

namespace Layers.Application.Pipeline;

/// <summary>Runs a command in one transaction.</summary>
public sealed class TransactionBehavior<TCommand, TAnswer>(IUnitOfWork work) : IPipelineBehavior<TCommand, TAnswer>
    where TCommand : ICommand<TAnswer>
{
    public Task<TAnswer> Handle(TCommand request, CancellationToken cancellationToken, RequestHandlerDelegate<TAnswer> next) =>
        work.Run(() => next(), cancellationToken);
}
