using Microsoft.Extensions.Options;

namespace WhichFlush.Api.Platform.Configuration;

/// <summary>Looks at the settings before the service starts, so that a mistake is told at once and by its key.</summary>
internal static class SettingsCheck
{
    /// <summary>Tells what is wrong with the settings; false if nothing is.</summary>
    public static bool Fails(IConfiguration configuration, TextWriter errors)
    {
        try
        {
            Settings.Read(configuration);
            return false;
        }
        catch (OptionsValidationException exception)
        {
            errors.WriteLine("The configuration is not accepted:");
            foreach (var failure in exception.Failures)
            {
                errors.WriteLine($"  {failure}");
            }

            return true;
        }
    }
}
