using System.Text.Json;
using WhichFlush.Api.Contract;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Tlbi;

namespace WhichFlush.Api.Tlbi;

/// <summary>Maps TLBI operations and operands to the contract.</summary>
internal static class TlbiMapping
{
    public static TlbiEntry Of(TlbiOperation operation)
    {
        bool operand = operation.OperandKind != OperandKind.None;
        return new TlbiEntry
        {
            Op = operation.Name,
            Encoding = new TlbiEncoding
            {
                Op0 = operation.Encoding.Op0,
                Op1 = operation.Encoding.Op1,
                CRn = operation.Encoding.CRn,
                CRm = operation.Encoding.CRm,
                Op2 = operation.Encoding.Op2,
            },
            Operand = EnumMap<TlbiOperandKind>.Of(operation.OperandKind),
            Features = operation.FeatureNames,
            Regime = operation.Regime,
            Scope = EnumMap<TlbiEntryScope>.Of(operation.Scope),
            Removes = operation.Removes,
            UndefinedAt = ["el0", .. operation.Family.UndefinedAt().Select(Words<ExceptionLevel>.Of)],
            WithoutEl2 = operation.Family.WithoutEl2() is { Length: > 0 } behaviour ? behaviour : null,
            TrappedBy = TlbiExecution.TrappedBy(operation),
            BroadenedBy = TlbiExecution.BroadenedBy(operation),
            MadeNXsBy = TlbiExecution.MadeNXsBy(operation),
            NXs = operation.NXs,
            Tlbip = operation.HasTlbip,
            Assembly = operand ? $"TLBI {operation.Name}, X0" : $"TLBI {operation.Name}",
            Word = $"0x{operation.Encoding.Word(operand ? 0 : 31):x8}",
        };
    }

    public static TlbiOperandAnswer Built(TlbiOperation operation, in OperandParts parts)
    {
        OperandBuild build = OperandBuilder.Build(operation, parts);
        TlbiRightOperand[] operands = [.. build.Operands.Select(Of)];
        ulong? value = build.Operands is [{ Unknown: "" } first, ..] ? first.Value : null;
        return new TlbiOperandAnswer
        {
            Op = operation.Name,
            Kind = EnumMap<TlbiOperandKind>.Of(operation.OperandKind),
            Value = Hex(value),
            Valid = true,
            Fields = value is ulong known ? [.. OperandExaminer.Examine(operation, known, parts).Fields.Select(Of)] : [],
            Faults = [],
            Operand = operands.FirstOrDefault()?.Operand,
            Operands = operands,
            Notes = [.. build.Notes.Select(Of)],
        };
    }

    public static TlbiOperandAnswer Examined(TlbiOperation operation, ulong value, in OperandParts parts)
    {
        OperandExamination examination = OperandExaminer.Examine(operation, value, parts);
        return new TlbiOperandAnswer
        {
            Op = operation.Name,
            Kind = EnumMap<TlbiOperandKind>.Of(operation.OperandKind),
            Value = Hex(value),
            Valid = examination.Faults.Count == 0,
            Fields = [.. examination.Fields.Select(Of)],
            Faults = [.. examination.Faults.Select(Of)],
            Operand = examination.Right.Select(right => right.Text).FirstOrDefault(),
            Operands = [.. examination.Right.Select(Of)],
            Notes = [.. examination.Notes.Select(Of)],
        };
    }

    private static TlbiOperandField Of(OperandFieldValue field) => new()
    {
        Name = field.Field.Name,
        Bits = field.Field.Bits,
        Value = Hex64.ToText(field.Value),
        Text = field.Text,
    };

    private static TlbiOperandFault Of(OperandFault fault) => new()
    {
        Code = JsonNamingPolicy.CamelCase.ConvertName(fault.Code.ToString()),
        Bits = fault.Bits,
        Text = fault.Text,
    };

    private static TlbiOperandRemark Of(OperandNote note) => new() { Code = note.Code, Text = note.Text };

    private static TlbiRightOperand Of(BuiltOperand operand) => new()
    {
        Op = operand.Operation.Name,
        Value = operand.Unknown.Length == 0 ? Hex(operand.Value) : null,
        Operand = operand.Text,
        Count = (long)operand.Count,
        Increment = Hex64.ToText(operand.Increment),
        Address = operand.AddressKnown && operand.Bytes > 0 ? Hex(operand.Start) : null,
        Bytes = (long)operand.Bytes,
    };

    private static string? Hex(ulong? value) => value is ulong known ? Hex64.ToText(known) : null;
}
