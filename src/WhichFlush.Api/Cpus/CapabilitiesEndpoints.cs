using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using WhichFlush.Api.Contract;
using WhichFlush.Api.Platform.Caching;
using WhichFlush.Api.Questions;
using WhichFlush.Rules.Architecture;
using WhichFlush.Rules.Capabilities;

namespace WhichFlush.Api.Cpus;

/// <summary>What CPUs can do, and what their ID registers say.</summary>
internal static class CapabilitiesEndpoints
{
    private const int MostProblems = 20;

    /// <summary>Maps <c>/v1/cpus</c> and <c>/v1/registers</c>.</summary>
    public static void MapCapabilities(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("Capabilities");
        group.MapGet("/cpus", GetCpus).WithName("getCpus").Cached();
        group.MapGet("/cpus/{cpu}", GetCpu).WithName("getCpu").Cached().ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/cpus/identify", IdentifyCpus).WithName("identifyCpus")
            .Accepts<string>("text/plain")
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        group.MapGet("/registers", GetRegister).WithName("getRegister").Cached();
    }

    /// <summary>Which CPUs are known, and what can they do?</summary>
    /// <remarks>
    /// The list of parts whose BBM level, TLB conflict aborts or errata are known from public sources, by implementer and part.
    /// A part that differs by revision has several rows. The filters join.
    /// </remarks>
    /// <param name="request">The request.</param>
    /// <param name="name" example="Cortex-X">Part of a name, whatever the case.</param>
    /// <param name="implementer" example="0x41">The maker: MIDR_EL1.Implementer, or a name such as `Arm`.</param>
    /// <param name="capability" example="noConflictAbort">
    /// `level0` to `level3`; `unknown`, the level is not known; `noConflictAbort`, never a TLB conflict abort; `alwaysBreak`, an erratum
    /// makes it level 0; `repeatInvalidation`, an erratum repeats broadcast invalidations; `errata`, any erratum.
    /// </param>
    /// <response code="200">The rows that pass every filter, perhaps none.</response>
    /// <response code="400">A filter is not understood; `errors` says which and what is accepted.</response>
    private static Results<Ok<IReadOnlyList<CpuAnswer>>, ValidationProblem> GetCpus(
        HttpRequest request,
        [FromQuery] string? name = null,
        [FromQuery] string? implementer = null,
        [FromQuery] string? capability = null)
    {
        var errors = new RequestErrors();
        errors.CheckQuery(request, "name", "implementer", "capability");
        var rows = CpuFilter.Apply(name, implementer, capability, errors);
        return errors.Any ? TypedResults.ValidationProblem(errors.ToProblem()) : TypedResults.Ok(rows);
    }

    /// <summary>What can this CPU do?</summary>
    /// <remarks>
    /// Takes a name, whatever its case and punctuation, with or without a revision (`Cortex-X4 r0p3`), or a MIDR_EL1 value. A name without
    /// a revision is answered for its weakest revision. A MIDR that the list does not have is answered as unknown, with level 0
    /// and a condition.
    /// </remarks>
    /// <param name="request">The request.</param>
    /// <param name="cpu" example="Cortex-X4 r0p3">A name, a name with a revision, or a MIDR_EL1 value.</param>
    /// <response code="200">What is known.</response>
    /// <response code="400">The MIDR has more than 32 bits, or a query parameter was given.</response>
    /// <response code="404">The list has no such name; the detail tells the nearest ones.</response>
    private static Results<Ok<CpuPartAnswer>, ValidationProblem, ProblemHttpResult> GetCpu(HttpRequest request, [FromRoute] string cpu)
    {
        var errors = new RequestErrors();
        errors.CheckQuery(request);
        if (Hex64.TryParse(cpu, out var value) && value > uint.MaxValue)
        {
            errors.Add("cpu", $"Given {cpu}. Accepted: a MIDR_EL1 value of at most 0xffffffff, or a name.");
        }

        if (errors.Any)
        {
            return TypedResults.ValidationProblem(errors.ToProblem());
        }

        if (CpuList.Find(cpu) is not { } match)
        {
            var nearest = CpuList.Nearest(cpu);
            return TypedResults.Problem(
                statusCode: StatusCodes.Status404NotFound,
                detail: $"The CPU list has no '{cpu}'. The nearest names are {string.Join(", ", nearest)}; any MIDR_EL1 value (0x410fd820) is accepted, too.",
                extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["nearest"] = nearest });
        }

        var result = CapabilityResolution.Resolve(new CapabilityInput { Cpus = [cpu] });
        return TypedResults.Ok(CpuMapper.Map(match, result.Conditions));
    }

    /// <summary>What can the system with this /proc/cpuinfo do?</summary>
    /// <remarks>
    /// Reads the text of `/proc/cpuinfo` of an arm64 Linux and answers which parts it has, and what they can do as one system: the weakest
    /// level and the errata of all parts count. At most 1 MiB. Lines that are no `name: value` are passed over and listed.
    /// </remarks>
    /// <response code="200">The parts and the system.</response>
    /// <response code="400">No core is described, or lines that should describe one do not; `errors` names the lines.</response>
    /// <response code="413">The text is larger than 1 MiB.</response>
    /// <response code="415">The body is not `text/plain`.</response>
    private static async Task<Results<Ok<IdentifyAnswer>, ValidationProblem, ProblemHttpResult>> IdentifyCpus(
        HttpRequest request,
        CancellationToken cancellationToken)
    {
        var errors = new RequestErrors();
        errors.CheckQuery(request);
        if (await LimitedText.ReadAsync(request.Body, cancellationToken) is not { } text)
        {
            return TypedResults.Problem(
                statusCode: StatusCodes.Status413PayloadTooLarge,
                detail: $"The body is larger than {LimitedText.MostBytes} bytes, the most that is accepted.");
        }

        var info = CpuInfo.Parse(text);
        foreach (var problem in info.Problems.Take(MostProblems))
        {
            errors.Add("body", $"Line {problem.Line}: {problem.Text}");
        }

        if (info.Problems.Count > MostProblems)
        {
            errors.Add("body", $"{info.Problems.Count - MostProblems} more lines are wrong.");
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
            Ignored = [.. info.Ignored.Take(MostProblems).Select(line => new IgnoredLine { Line = line.Line, Text = line.Text })],
        };
    }

    private static CapabilityResult Resolve(IEnumerable<Midr> parts) =>
        CapabilityResolution.Resolve(new CapabilityInput { Cpus = [.. parts.Select(part => part.ToString())] });

    /// <summary>What does this ID register say?</summary>
    /// <remarks>
    /// Decodes the fields that bear on translation table changes of ID_AA64MMFR0_EL1 to ID_AA64MMFR3_EL1, ID_AA64ISAR0_EL1 and
    /// ID_AA64ISAR1_EL1. A reserved value is read by the ID scheme, as the next smaller one that is defined.
    /// </remarks>
    /// <param name="request">The request.</param>
    /// <param name="name" example="ID_AA64MMFR2_EL1">Required. The register, by Arm's name or its member name `idAa64mmfr2`, whatever the case.</param>
    /// <param name="value" example="0x1221011112101011">Required. Its value.</param>
    /// <response code="200">The register, decoded.</response>
    /// <response code="400">A parameter is missing or not understood; `errors` says which and what is accepted.</response>
    private static Results<Ok<RegisterAnswer>, ValidationProblem> GetRegister(
        HttpRequest request,
        [FromQuery] string? name = null,
        [FromQuery] string? value = null)
    {
        var errors = new RequestErrors();
        errors.CheckQuery(request, "name", "value");
        var register = name is null ? null : IdRegisters.Find(name);
        if (register is null)
        {
            errors.Add("name", $"{(name is null ? "Missing" : $"Given '{name}'")}. Accepted: {string.Join(", ", IdRegisters.All)}.");
        }

        if (!Hex64.TryParse(value, out var raw))
        {
            errors.Add("value", $"{(value is null ? "Missing" : $"Given '{value}'")}. Accepted: 0x0 to 0xffffffffffffffff, or decimal.");
        }

        return errors.Any ? TypedResults.ValidationProblem(errors.ToProblem()) : TypedResults.Ok(RegisterMapper.Map(register!.Value, raw));
    }
}
