import { escapeXml } from "../explain/html/escape.ts";
import { parseNumber } from "../explain/page/numbers.ts";
import { numeral } from "./range.ts";
import { formulaText, givenTexts, type Sheet, sheetOf, type WorksheetRenderOptions } from "./render.ts";
import type { Blank, Exercise, Worksheet } from "./worksheet.ts";

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>';
const ITEM = "http://www.imsglobal.org/xsd/imsqti_v2p1";
const PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1";

/**
 * The exercises as a package of QTI 2.1, by the names of its files: an item for each exercise, which marks every
 * number by the tolerance of the worksheet, and the manifest.
 */
export function worksheetToQti(
  worksheet: Worksheet,
  options: WorksheetRenderOptions,
): ReadonlyMap<string, string> {
  const sheet = sheetOf(worksheet, options);
  const items = worksheet.exercises.map((exercise): [string, string] => [
    `items/${identifierOf(exercise)}.xml`,
    itemOf(exercise, sheet, options),
  ]);
  return new Map([
    [
      "imsmanifest.xml",
      manifestOf(
        worksheet,
        items.map(([file]) => file),
      ),
    ],
    ...items,
  ]);
}

function identifierOf({ number }: Exercise): string {
  return `exercise-${number}`;
}

function manifestOf({ seed, difficulty }: Worksheet, files: readonly string[]): string {
  const resources = files.map(
    (file, i) =>
      `<resource identifier="resource-${i + 1}" type="imsqti_item_xmlv2p1" href="${file}"><file href="${file}"/></resource>`,
  );
  return `${[
    HEAD,
    `<manifest xmlns="${PACKAGE}" identifier="worksheet-${difficulty}-${seed}">`,
    "<metadata><schema>QTIv2.1 Package</schema><schemaversion>1.0.0</schemaversion></metadata>",
    "<organizations/>",
    "<resources>",
    ...resources,
    "</resources>",
    "</manifest>",
  ].join("\n")}\n`;
}

function itemOf(exercise: Exercise, sheet: Sheet, options: WorksheetRenderOptions): string {
  const { blanks, number } = exercise;
  const title = `${sheet.title}${options.words.comma}${sheet.words.exercise(number)}`;
  return `${[
    HEAD,
    `<assessmentItem xmlns="${ITEM}" identifier="${identifierOf(exercise)}" title="${escapeXml(title)}" adaptive="false" timeDependent="false" xml:lang="${options.words.language}">`,
    ...blanks.map(responseOf),
    `<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float" normalMaximum="${blanks.length}">`,
    "<defaultValue><value>0</value></defaultValue>",
    "</outcomeDeclaration>",
    "<itemBody>",
    ...bodyOf(exercise, sheet, options),
    "</itemBody>",
    "<responseProcessing>",
    ...blanks.map(processingOf),
    "</responseProcessing>",
    "</assessmentItem>",
  ].join("\n")}\n`;
}

function responseOf({ printed }: Blank, i: number): string {
  return [
    `<responseDeclaration identifier="${responseName(i)}" cardinality="single" baseType="float">`,
    `<correctResponse><value>${numeral(parseNumber(printed))}</value></correctResponse>`,
    "</responseDeclaration>",
  ].join("\n");
}

function responseName(i: number): string {
  return `RESPONSE${i + 1}`;
}

function bodyOf(
  exercise: Exercise,
  { words, conventions, task }: Sheet,
  options: WorksheetRenderOptions,
): string[] {
  const { formulas = true } = options;
  const paragraph = (text: string) => `<p>${escapeXml(text)}</p>`;
  const list = (items: readonly string[]) => `<ul>${items.map((item) => `<li>${item}</li>`).join("")}</ul>`;
  const numbers = (pairs: readonly (readonly [string, string])[]) =>
    list(pairs.map(([id, text]) => escapeXml(`${id} = ${text}`)));
  const blank = (asked: Blank, i: number) => {
    const left = formulas ? `${asked.id} = ${formulaText(asked)} =` : `${asked.id} =`;
    return `<p>${escapeXml(left)} <textEntryInteraction responseIdentifier="${responseName(i)}" expectedLength="12"/></p>`;
  };
  return [
    ...(conventions.length > 0 ? [list(conventions.map(escapeXml))] : []),
    paragraph(words.given),
    numbers(givenTexts(exercise)),
    ...(exercise.shown.size > 0 ? [paragraph(words.calculated), numbers([...exercise.shown])] : []),
    ...task.map(paragraph),
    ...exercise.blanks.map(blank),
  ];
}

/** A mark for a number within the tolerance. */
function processingOf({ tolerance: { low, high } }: Blank, i: number): string {
  const response = `<variable identifier="${responseName(i)}"/>`;
  const number = (value: number | string) => `<baseValue baseType="float">${value}</baseValue>`;
  return [
    "<responseCondition><responseIf>",
    `<and><gte>${response}${number(numeral(low))}</gte><lte>${response}${number(numeral(high))}</lte></and>`,
    `<setOutcomeValue identifier="SCORE"><sum><variable identifier="SCORE"/>${number(1)}</sum></setOutcomeValue>`,
    "</responseIf></responseCondition>",
  ].join("\n");
}
