using WhichFlush.Api.Questions;
using WhichFlush.Rules.Capabilities;

namespace WhichFlush.Api.Cpus;

/// <summary>The query string of <c>/v1/registers</c>.</summary>
internal sealed class RegisterQuery : RequestBinder
{
    /// <summary>Its members.</summary>
    public static readonly MemberTable<RegisterQuery> Members = new(
        [
            MemberKinds.Text<RegisterQuery>("name", "Required. The register, by Arm's name or its member name `idAa64mmfr2`, whatever the case.", string.Join(", ", IdRegisters.All), "ID_AA64MMFR2_EL1", TakeName),
            MemberKinds.Hex64<RegisterQuery>("value", "Required. Its value.", "0x1221011112101011", (query, value) => query.Value = value) with { Schema = MemberSchema.Text },
        ],
        "name", "value");

    /// <summary>The register.</summary>
    public IdRegister Register { get; private set; }

    /// <summary>Its value.</summary>
    public ulong Value { get; private set; }

    /// <summary>Reads the query string; errors go into the result.</summary>
    public static RegisterQuery Read(IQueryCollection query)
    {
        var request = new RegisterQuery();
        QueryReader.Read(request, Members, query);
        foreach (Member<RegisterQuery> member in Members.Required)
        {
            request.Require(member, member.Accepted);
        }

        return request;
    }

    private static bool TakeName(RegisterQuery query, string name)
    {
        IdRegister? found = IdRegisters.Find(name);
        query.Register = found.GetValueOrDefault();
        return found is not null;
    }
}
