/** The lines of the summary that say what the overlay is like: its size, the law of its degrees, its shape, and random ones beside it. */
import type { DegreeLaw } from '../analysis/degree-law.ts';
import type { Points } from '../analysis/degrees.ts';
import { fittedLine } from '../analysis/fit/power-law.ts';
import type { NullModels, OverlayFindings, OverlayMeasures } from '../analysis/overlay.ts';
import { graphTable, robustnessText, shapeText } from './graph-text.ts';
import { countOf, countText } from './text.ts';

/** Label and words of each line. */
export function overlayFigures(
  overlay: OverlayFindings,
  degreeLaw: DegreeLaw,
  unicode: boolean,
): [string, string][] {
  const removal = robustnessText(overlay);
  return [
    ['overlay', overlayText(overlay)],
    ['degree law', degreeLawText(degreeLaw)],
    ['shape', shapeText(overlay, unicode)],
    // None for so few peers that no share of them can be removed.
    ...(removal === '' ? [] : [['robustness', removal] as [string, string]]),
  ];
}

/** The fitted law as a line over the in-degrees; empty without a fit. */
export function lawLine({ fit }: DegreeLaw, { peers, maxInDegree }: OverlayMeasures): Points {
  return fit === null ? [] : fittedLine(fit, fit.nTail / peers, maxInDegree);
}

/** The overlay beside random ones of the same size. */
export function nullTable(overlay: OverlayFindings, nulls: NullModels, unicode: boolean): string {
  const { uniform, barabasiAlbert } = nulls;
  return graphTable(
    [
      ['this overlay', overlay],
      ['uniform choice', uniform],
      ['Barabasi-Albert', barabasiAlbert],
    ],
    unicode,
  );
}

function overlayText(overlay: OverlayMeasures): string {
  const { peers, links, components, largestComponent, meanDegree, maxDegree, maxInDegree } = overlay;
  const whole = components === 1 ? 'one component' : `${countText(components)} components`;
  const largest =
    components === 1 ? '' : `, the largest of ${countText(largestComponent)} of ${countOf(peers, 'peer')}`;
  return (
    `${countOf(links, 'link')}, degree ${countText(meanDegree, 2)} on average, at most ${countText(maxDegree)} ` +
    `(dialled by ${countText(maxInDegree)}), ${whole}${largest}`
  );
}

/** Predicted and fitted exponent of the in-degrees, and how much the fit says. */
function degreeLawText({ predictedGamma, fit, verdict }: DegreeLaw): string {
  const predicted =
    predictedGamma === null
      ? 'none predicted'
      : `gamma 1 + 1/alpha = ${countText(predictedGamma, 2)} predicted`;
  if (fit === null) return `${predicted}, too few different in-degrees to fit one: ${verdict}`;
  const chance =
    fit.pValue === null
      ? 'too many peers for bootstraps'
      : `p = ${countText(fit.pValue, 3)} of ${fit.bootstraps} bootstraps`;
  return `${predicted}, ${fit.alpha.toFixed(2)} ± ${fit.sigma.toPrecision(1)} fitted to in-degrees from ${fit.xmin} on, ${chance}: ${verdict}`;
}
