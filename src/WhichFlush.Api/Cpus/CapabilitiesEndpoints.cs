using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using WhichFlush.Api.Contract;
using WhichFlush.Api.Platform.Caching;
using WhichFlush.Api.Platform.Compression;
using WhichFlush.Api.Platform.Negotiation;
using WhichFlush.Api.Questions;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Capabilities;

namespace WhichFlush.Api.Cpus;

/// <summary>Capabilities of CPUs, and the fields of their ID registers.</summary>
internal static class CapabilitiesEndpoints
{
    /// <summary>Id of the operation <c>GET /v1/cpus</c>.</summary>
    public const string ListId = "getCpus";

    /// <summary>Id of the operation <c>GET /v1/registers</c>.</summary>
    public const string RegisterId = "getRegister";

    /// <summary>Maximum wrong or ignored lines of <c>/proc/cpuinfo</c> in an answer.</summary>
    private const int MaxLines = 20;

    /// <summary>Maps <c>/v1/cpus</c> and <c>/v1/registers</c>.</summary>
    public static void MapCapabilities(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/v1").WithTags("Capabilities").Negotiated();
        group.MapGet("/cpus", GetCpus).WithName(ListId).Cached().Compressed();
        group.MapGet("/cpus/{cpu}", GetCpu).WithName("getCpu").Cached().ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/cpus/identify", IdentifyCpus).WithName("identifyCpus")
            .Accepts<string>("text/plain")
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        group.MapGet("/registers", GetRegister).WithName(RegisterId).Cached();
    }

    /// <summary>Which CPUs are known, and what can they do?</summary>
    /// <remarks>
    /// The list of parts whose BBM level, TLB conflict aborts or errata are known from public sources, by implementer and part.
    /// A part that differs by revision has several rows. The filters join.
    /// </remarks>
    /// <response code="200">The rows that pass every filter, perhaps none.</response>
    /// <response code="400">A filter is not understood; `errors` says which and what is accepted.</response>
    private static Results<Ok<IEnumerable<CpuAnswer>>, ValidationProblem> GetCpus(HttpRequest request)
    {
        var filter = new CpuFilter();
        QueryReader.Read(filter, CpuFilter.Members, request.Query);
        return filter.HasErrors
            ? TypedResults.ValidationProblem(filter.Errors.ToProblem())
            : TypedResults.Ok(CpuList.Rows.Where(filter.Passes).Select(CpuMapper.Map));
    }

    /// <summary>What can this CPU do?</summary>
    /// <remarks>
    /// Takes a name, whatever its case and punctuation, with or without a revision (`Cortex-X4 r0p3`), or a MIDR_EL1 value. A name without
    /// a revision is answered for its weakest revision. A part whose level no public source tells has the level null. A MIDR that the
    /// list does not have is answered as unknown, with level 0 and a condition.
    /// </remarks>
    /// <param name="request">The request.</param>
    /// <param name="cpu" example="Cortex-X4 r0p3">A name, a name with a revision, or a MIDR_EL1 value.</param>
    /// <response code="200">What is known.</response>
    /// <response code="400">The MIDR has more than 32 bits, or a query parameter was given.</response>
    /// <response code="404">The list has no such name; the detail tells the nearest ones.</response>
    private static Results<Ok<CpuPartAnswer>, ValidationProblem, ProblemHttpResult> GetCpu(HttpRequest request, [FromRoute] string cpu)
    {
        if (QueryReader.ErrorsWithoutMembers(request.Query) is { } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        if (Hex64.TryParse(cpu, out ulong value) && value > uint.MaxValue)
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal)
            {
                ["cpu"] = [Sentences.Wrong(new MemberValue(cpu).Given, "a MIDR_EL1 value of at most 0xffffffff, or a name")],
            });
        }

        if (CpuList.Find(cpu) is not { } match)
        {
            IReadOnlyList<string> nearest = CpuList.Nearest(cpu);
            return TypedResults.Problem(
                statusCode: StatusCodes.Status404NotFound,
                detail: $"The CPU list has no '{cpu}'. The nearest names are {string.Join(", ", nearest)}; any MIDR_EL1 value (0x410fd820) is accepted, too.",
                extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["nearest"] = nearest });
        }

        CapabilityResult result = CapabilityResolution.Resolve(new CapabilityInput { Cpus = [cpu] });
        return TypedResults.Ok(CpuMapper.Map(match, result.Conditions));
    }

    /// <summary>What can the system with this /proc/cpuinfo do?</summary>
    /// <remarks>
    /// Reads the text of `/proc/cpuinfo` of an arm64 Linux and answers which parts it has, and what they can do as one system: the weakest
    /// level and the errata of all parts count. The level is null if it hangs on a part whose level no public source tells. At most 1 MiB. Lines that are no `name: value` are passed over and listed.
    /// </remarks>
    /// <response code="200">The parts and the system.</response>
    /// <response code="400">No core is described, or lines that should describe one do not; `errors` names the lines.</response>
    /// <response code="413">The text is larger than 1 MiB.</response>
    /// <response code="415">The body is not `text/plain`.</response>
    private static async Task<Results<Ok<IdentifyAnswer>, ValidationProblem>> IdentifyCpus(
        HttpRequest request,
        CancellationToken cancellationToken)
    {
        var errors = new RequestErrors();
        if (QueryReader.ErrorsWithoutMembers(request.Query) is { } unknown)
        {
            return TypedResults.ValidationProblem(unknown);
        }

        using var reader = new StreamReader(request.Body);
        string text = await reader.ReadToEndAsync(cancellationToken);
        var info = CpuInfo.Parse(text);
        foreach (CpuInfoLine problem in info.Problems.Take(MaxLines))
        {
            errors.Add("body", $"Line {problem.Line}: {problem.Text}");
        }

        if (info.Problems.Count > MaxLines)
        {
            errors.Add("body", $"{info.Problems.Count - MaxLines} more lines are wrong.");
        }
        else if (info.Problems.Count == 0 && info.Cores.Count == 0)
        {
            errors.Add("body", $"Given {text.Length} characters that describe no core. Accepted: /proc/cpuinfo of an arm64 Linux, with processor and CPU implementer, variant, part and revision lines.");
        }

        return errors.Any ? TypedResults.ValidationProblem(errors.ToProblem()) : TypedResults.Ok(Identify(info));
    }

    private static IdentifyAnswer Identify(CpuInfo info)
    {
        var parts = info.Cores.GroupBy(core => core.Midr).ToList();
        return new IdentifyAnswer
        {
            Parts = [.. parts.Select(part => new IdentifiedPart
            {
                Cpu = CpuMapper.Map(CpuList.OfMidr(part.Key), Resolve([part.Key]).Conditions),
                Cores = [.. part.Select(core => core.Processor)],
            })],
            System = CpuMapper.Map(Resolve(parts.Select(part => part.Key))),
            Ignored = [.. info.Ignored.Take(MaxLines).Select(line => new IgnoredLine { Line = line.Line, Text = line.Text })],
        };
    }

    private static CapabilityResult Resolve(IEnumerable<Midr> parts) =>
        CapabilityResolution.Resolve(new CapabilityInput { Cpus = [.. parts.Select(part => part.ToString())] });

    /// <summary>What does this ID register say?</summary>
    /// <remarks>
    /// Decodes the fields that bear on translation table changes of ID_AA64MMFR0_EL1 to ID_AA64MMFR4_EL1, ID_AA64PFR0_EL1,
    /// ID_AA64PFR1_EL1, ID_AA64ISAR0_EL1, ID_AA64ISAR1_EL1 and ID_AA64ISAR3_EL1. A reserved value is read by the ID scheme, as the next smaller one that is defined.
    /// </remarks>
    /// <response code="200">The register, decoded.</response>
    /// <response code="400">A parameter is missing or not understood; `errors` says which and what is accepted.</response>
    private static Results<Ok<RegisterAnswer>, ValidationProblem> GetRegister(HttpRequest request)
    {
        var query = RegisterQuery.Read(request.Query);
        return query.HasErrors ? TypedResults.ValidationProblem(query.Errors.ToProblem()) : TypedResults.Ok(RegisterMapper.Map(query.Register, query.Value));
    }
}
