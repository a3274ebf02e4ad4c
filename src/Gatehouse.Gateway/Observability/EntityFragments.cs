using System.Runtime.CompilerServices;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Exchanges;

namespace Gatehouse.Gateway.Observability;

/// <summary>
/// Route, service and consumer as JSON objects, rendered once per configuration object and then copied. They live as long as
/// the object they describe. Fields that are not set are left out, as Kong leaves them out of its log.
/// </summary>
internal static class EntityFragments
{
    private static readonly ConditionalWeakTable<object, Fragments> Cache = [];
    private static readonly RouteDataKey<Fragments> RouteKey = new();
    private static readonly RouteDataKey<Fragments> ServiceKey = new();

    /// <summary>The object of the exchange's route, found through <see cref="Exchange.RouteData"/> where there is one.</summary>
    public static byte[] OfRoute(Exchange exchange, RouteConfig route, LogContent content)
        => exchange.RouteData?.Get(RouteKey) is { } known ? known.For(content) : Keep(exchange, RouteKey, FragmentsOf(route)).For(content);

    /// <summary>The object of the exchange's service.</summary>
    public static byte[] OfService(Exchange exchange, ServiceConfig service, LogContent content)
        => exchange.RouteData?.Get(ServiceKey) is { } known ? known.For(content) : Keep(exchange, ServiceKey, FragmentsOf(service)).For(content);

    /// <summary>The route's object; compact: id and name.</summary>
    public static byte[] Of(RouteConfig route, LogContent content = LogContent.Full) => FragmentsOf(route).For(content);

    /// <summary>The service's object; compact: id, name and host.</summary>
    public static byte[] Of(ServiceConfig service, LogContent content = LogContent.Full) => FragmentsOf(service).For(content);

    private static Fragments FragmentsOf(RouteConfig route)
    {
        if (!Cache.TryGetValue(route, out var known))
        {
            known = Add(route, new Fragments(Render(route), EntityJson.RenderNamed(route.Id, route.Name, null)));
        }

        return known;
    }

    private static Fragments FragmentsOf(ServiceConfig service)
    {
        if (!Cache.TryGetValue(service, out var known))
        {
            known = Add(service, new Fragments(Render(service), EntityJson.RenderNamed(service.Id, service.Name, service.Host)));
        }

        return known;
    }

    /// <summary>The consumer's object.</summary>
    public static byte[] Of(ConsumerConfig consumer)
    {
        if (!Cache.TryGetValue(consumer, out var known))
        {
            byte[] fragment = Render(consumer);
            known = Add(consumer, new Fragments(fragment, fragment));
        }

        return known.Full;
    }

    private static Fragments Keep(Exchange exchange, RouteDataKey<Fragments> key, Fragments fragments)
    {
        exchange.RouteData?.Set(key, fragments);
        return fragments;
    }

    private static Fragments Add(object entity, Fragments fragments)
    {
        Cache.AddOrUpdate(entity, fragments);
        return fragments;
    }

    private static byte[] Render(RouteConfig route) => EntityJson.Render(route, json =>
    {
        json.Text("name", route.Name);
        json.Texts("protocols", route.Protocols);
        json.Texts("methods", route.Methods);
        json.Texts("hosts", route.Hosts);
        json.Texts("paths", route.Paths);
        json.Texts("snis", route.Snis);
        if (route.Headers is { } headers)
        {
            json.Writer.WriteStartObject("headers");
            foreach (var (name, values) in headers)
            {
                json.Texts(name, values);
            }

            json.Writer.WriteEndObject();
        }

        json.Writer.WriteNumber("https_redirect_status_code", route.HttpsRedirectStatusCode);
        json.Writer.WriteNumber("regex_priority", route.RegexPriority);
        json.Writer.WriteBoolean("strip_path", route.StripPath);
        json.Text("path_handling", route.PathHandling);
        json.Writer.WriteBoolean("preserve_host", route.PreserveHost);
        json.Writer.WriteBoolean("request_buffering", route.RequestBuffering);
        json.Writer.WriteBoolean("response_buffering", route.ResponseBuffering);
        json.Text("expression", route.Expression);
        json.Reference("service", route.ServiceId);
    });

    private static byte[] Render(ServiceConfig service) => EntityJson.Render(service, json =>
    {
        json.Text("name", service.Name);
        json.Text("protocol", service.Protocol);
        json.Text("host", service.Host);
        json.Writer.WriteNumber("port", service.Port);
        json.Text("path", service.Path);
        json.Writer.WriteNumber("retries", service.Retries);
        json.Writer.WriteNumber("connect_timeout", service.ConnectTimeout);
        json.Writer.WriteNumber("write_timeout", service.WriteTimeout);
        json.Writer.WriteNumber("read_timeout", service.ReadTimeout);
        json.Writer.WriteBoolean("enabled", service.Enabled);
        json.Reference("client_certificate", service.ClientCertificateId);
    });

    private static byte[] Render(ConsumerConfig consumer) => EntityJson.Render(consumer, json =>
    {
        json.Text("username", consumer.Username);
        json.Text("custom_id", consumer.CustomId);
    });

    private sealed record Fragments(byte[] Full, byte[] Compact)
    {
        public byte[] For(LogContent content) => content == LogContent.Full ? Full : Compact;
    }
}
