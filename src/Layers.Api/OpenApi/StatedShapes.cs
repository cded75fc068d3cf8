using Layers.Application.Pipeline;
using Layers.Application.Seams;
using Layers.Domain.Approval;

namespace Layers.Api.OpenApi;

/// <summary>Reasons of the gate, of all rules that were added to this server.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class GateReasonsAttribute : Attribute;

/// <summary>What attributes state of fields that no rule is for.</summary>
internal sealed class StatedShapes(RequestFields requests, ApprovalGate gate)
{
    public FieldShape? Of(IEnumerable<Attribute> details) => details.Select(Of).FirstOrDefault(shape => shape is not null);

    private FieldShape? Of(Attribute detail) =>
        detail switch
        {
            OneOfAttribute one => new FieldShape { Words = one.Words },
            GateReasonsAttribute => new FieldShape { Words = gate.ReasonWords },
            SameAsAttribute same => requests.ShapeOf(same.Request, same.Field),
            _ => null,
        };
}
