using Microsoft.Extensions.Primitives;

namespace WhichFlush.Api.Questions;

/// <summary>Reads query strings, of all endpoints alike.</summary>
internal static class QueryReader
{
    /// <summary>Binds every parameter of a query string to its member; errors go into the request.</summary>
    public static void Read<T>(T request, MemberTable<T> members, IQueryCollection query)
        where T : RequestBinder
    {
        foreach ((string name, StringValues values) in query)
        {
            if (members.Find(name) is not { } member)
            {
                request.AddError(name, Sentences.Unknown(members.Names));
            }
            else if (values.Count != 1)
            {
                request.AddError(name, member.IsList ? Sentences.RepeatedList : Sentences.Repeated);
            }
            else if (!member.InQuery)
            {
                request.AddError(name, Sentences.Wrong("in a query string", member.Accepted));
            }
            else
            {
                member.Bind(request, new MemberValue(values[0] ?? ""));
            }
        }
    }

    /// <summary>The errors of a query string at an endpoint without members; <c>null</c> if the query string is empty.</summary>
    public static Dictionary<string, string[]>? ErrorsWithoutMembers(IQueryCollection query)
    {
        if (query.Count == 0)
        {
            return null;
        }

        var request = new NoMembers();
        Read(request, NoMembers.Table, query);
        return request.Errors.ToProblem();
    }

    private sealed class NoMembers : RequestBinder
    {
        public static readonly MemberTable<NoMembers> Table = new([]);
    }
}
