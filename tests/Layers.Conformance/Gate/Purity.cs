using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Layers.Conformance.Gate;

/// <summary>
/// Reads the code of a type, and of what it calls in its own assembly, for what the result of a pure function cannot depend on: clocks, chance, files,
/// networks, databases, and fields that it sets itself.
/// </summary>
internal sealed class Purity
{
    private static readonly Dictionary<short, OpCode> Codes =
        typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    private static readonly string[] Impure =
    [
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today", "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow",
        "System.TimeProvider.", "System.Environment.", "System.Diagnostics.Stopwatch.", "System.Random.", "System.Guid.NewGuid", "System.Guid.CreateVersion7",
        "System.Security.Cryptography.RandomNumberGenerator.", "System.IO.File", "System.IO.Directory", "System.Net.", "System.Data.", "System.Threading.Thread.",
        "System.IServiceProvider.", "NodaTime.IClock.", "NodaTime.SystemClock.", "NodaTime.ZonedClock.", "Npgsql.", "Dapper.", "Layers.Infrastructure.",
        "Layers.Application.Ports.",
    ];

    private readonly Type type;
    private readonly Queue<MethodBase> unread = new();
    private readonly HashSet<MethodBase> known = [];
    private readonly List<string> faults = [];

    private Purity(Type type) => this.type = type;

    /// <summary>What it touches, a sentence each.</summary>
    public static IReadOnlyList<string> FaultsOf(Type type)
    {
        var purity = new Purity(type);
        purity.AddMethodsOf(type);
        while (purity.unread.TryDequeue(out var method))
            purity.Read(method);
        return purity.faults;
    }

    private void AddMethodsOf(Type owner)
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var method in owner.GetMethods(all).Concat<MethodBase>(owner.GetConstructors(all)))
            Add(method);
        foreach (var nested in owner.GetNestedTypes(all))
            AddMethodsOf(nested);
    }

    private void Add(MethodBase method)
    {
        if (known.Add(method))
            unread.Enqueue(method);
    }

    private void Read(MethodBase method)
    {
        foreach (var (code, member) in MembersIn(method))
        {
            if (member is FieldInfo field)
                JudgeField(method, code, field);
            else if (member is MethodBase called)
                JudgeCall(method, called);
        }
    }

    private void JudgeField(MethodBase method, OpCode code, FieldInfo field)
    {
        var isKept = field.DeclaringType == type && !field.IsDefined(typeof(CompilerGeneratedAttribute)) && method is not ConstructorInfo;
        if (isKept && (code == OpCodes.Stsfld || code == OpCodes.Stfld))
            faults.Add($"{NameOf(method)} sets {field.Name}");
    }

    private void JudgeCall(MethodBase method, MethodBase called)
    {
        var name = $"{called.DeclaringType?.FullName}.{called.Name}";
        if (Impure.Any(impure => name.StartsWith(impure, StringComparison.Ordinal)))
            faults.Add($"{NameOf(method)} calls {called.DeclaringType!.Name}.{called.Name}");
        else if (called.DeclaringType?.Assembly == type.Assembly)
            Add(called);
    }

    private static string NameOf(MethodBase method) => $"{method.DeclaringType?.Name}.{method.Name}";

    private static IEnumerable<(OpCode Code, MemberInfo? Member)> MembersIn(MethodBase method)
    {
        var il = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var at = 0; at < il.Length;)
        {
            var isLong = il[at] == 0xFE;
            var code = Codes[isLong ? unchecked((short)((il[at] << 8) | il[at + 1])) : il[at]];
            at += isLong ? 2 : 1;
            if (code.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineTok)
                yield return (code, Resolve(method, BitConverter.ToInt32(il, at)));
            at += SizeOf(code, il, at);
        }
    }

    private static MemberInfo? Resolve(MethodBase method, int token) =>
        method.Module.ResolveMember(
            token,
            method.DeclaringType is { IsGenericType: true } owner ? owner.GetGenericArguments() : null,
            method.IsGenericMethod ? method.GetGenericArguments() : null);

    private static int SizeOf(OpCode code, byte[] il, int at) => code.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
        _ => 4,
    };
}
