using System.Net;
using Microsoft.Extensions.Configuration;
using WhichFlush.Api.Platform.Configuration;
using WhichFlush.Tests;
using YamlDotNet.RepresentationModel;

namespace WhichFlush.Api.Tests.Operations;

public sealed class KubernetesTests(Service service) : IClassFixture<Service>
{
    private static readonly Dictionary<string, YamlNode> Manifests = Read();

    private static YamlNode Pod => At(Manifests["Deployment"], "spec", "template", "spec");

    private static YamlNode Container => ((YamlSequenceNode)At(Pod, "containers")).Single();

    [Fact]
    public void The_manifest_has_all_that_a_service_needs() => Assert.Equal(
        ["Deployment", "HorizontalPodAutoscaler", "NetworkPolicy", "PodDisruptionBudget", "Service"],
        Manifests.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("startupProbe")]
    [InlineData("livenessProbe")]
    [InlineData("readinessProbe")]
    public async Task What_is_probed_is_served(string probe)
    {
        using var client = service.CreateClient();

        using var answer = await client.GetAsync(Text(Container, probe, "httpGet", "path"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("http", Text(Container, probe, "httpGet", "port"));
    }

    [Fact]
    public async Task What_is_scraped_is_served()
    {
        using var client = service.CreateClient();
        var annotations = At(Manifests["Deployment"], "spec", "template", "metadata", "annotations");

        using var answer = await client.GetAsync(Text(annotations, "prometheus.io/path"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("8080", Text(annotations, "prometheus.io/port"));
    }

    [Fact]
    public void The_ports_are_one_port_and_that_of_the_image()
    {
        var port = ((YamlSequenceNode)At(Container, "ports")).Single();

        Assert.Equal("http", Text(port, "name"));
        Assert.Equal("8080", Text(port, "containerPort"));
        Assert.Equal("8080", Environment()["HTTP_PORTS"]);
        Assert.Contains("EXPOSE 8080", File.ReadAllText(Repository.PathOf("Dockerfile")), StringComparison.Ordinal);
        Assert.Equal("http", Text(((YamlSequenceNode)At(Manifests["Service"], "spec", "ports")).Single(), "targetPort"));
        var ingress = ((YamlSequenceNode)At(Manifests["NetworkPolicy"], "spec", "ingress")).Single();
        Assert.Equal("8080", Text(((YamlSequenceNode)At(ingress, "ports")).Single(), "port"));
    }

    [Fact]
    public void The_container_may_do_nothing_that_it_does_not_need()
    {
        Assert.Equal("true", Text(Pod, "securityContext", "runAsNonRoot"));
        Assert.Equal("RuntimeDefault", Text(Pod, "securityContext", "seccompProfile", "type"));
        Assert.Equal("false", Text(Pod, "automountServiceAccountToken"));
        Assert.Equal("true", Text(Container, "securityContext", "readOnlyRootFilesystem"));
        Assert.Equal("false", Text(Container, "securityContext", "allowPrivilegeEscalation"));
        Assert.Equal("ALL", ((YamlSequenceNode)At(Container, "securityContext", "capabilities", "drop")).Single().ToString());
        Assert.NotEmpty(Text(Container, "resources", "limits", "memory"));
    }

    [Fact]
    public void The_settings_are_accepted_and_leave_time_to_stop()
    {
        var environment = Environment();
        var settings = Settings.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(environment.ToDictionary(variable => variable.Key.Replace("__", ":", StringComparison.Ordinal), variable => (string?)variable.Value))
            .Build());
        var grace = TimeSpan.FromSeconds(int.Parse(Text(Pod, "terminationGracePeriodSeconds")));

        Assert.True(settings.DrainTime + settings.ShutdownTimeout < grace);
        Assert.True(settings.DrainTime > TimeSpan.FromSeconds(int.Parse(Text(Container, "readinessProbe", "periodSeconds"))));
    }

    [Fact]
    public void Everything_selects_the_pods_that_there_are()
    {
        const string Name = "app.kubernetes.io/name";
        string name = Text(At(Manifests["Deployment"], "spec", "template", "metadata", "labels"), Name);

        Assert.Equal(name, Text(Manifests["Deployment"], "spec", "selector", "matchLabels", Name));
        Assert.Equal(name, Text(Manifests["Service"], "spec", "selector", Name));
        Assert.Equal(name, Text(Manifests["PodDisruptionBudget"], "spec", "selector", "matchLabels", Name));
        Assert.Equal(name, Text(Manifests["NetworkPolicy"], "spec", "podSelector", "matchLabels", Name));
        Assert.Equal(Text(Manifests["Deployment"], "metadata", "name"), Text(Manifests["HorizontalPodAutoscaler"], "spec", "scaleTargetRef", "name"));
    }

    private static Dictionary<string, YamlNode> Read()
    {
        using var reader = File.OpenText(Repository.PathOf("src", "WhichFlush.Api", "deploy", "kubernetes.yaml"));
        var stream = new YamlStream();
        stream.Load(reader);
        return stream.Documents.ToDictionary(document => Text(document.RootNode, "kind"), document => document.RootNode, StringComparer.Ordinal);
    }

    private static Dictionary<string, string> Environment() => ((YamlSequenceNode)At(Container, "env"))
        .ToDictionary(variable => Text(variable, "name"), variable => Text(variable, "value"), StringComparer.Ordinal);

    private static YamlNode At(YamlNode node, params string[] path) => path.Aggregate(node, (at, key) => at[key]);

    private static string Text(YamlNode node, params string[] path) => ((YamlScalarNode)At(node, path)).Value!;
}
